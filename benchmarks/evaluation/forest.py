"""The peer: a random forest with the simple signals that are published for such tables.

Runs alone in an environment of its own: ``forest.py FILE TRAIN_FROM TRAIN_UNTIL TEST_FROM
TEST_UNTIL`` (days of the table). Payments and mean amounts of the customer over 1, 7 and 30
days; payments and the share of fraud at the terminal over 1, 7 and 30 days, a week late; night
and weekend. Trained on one week, tested as `shopwarden evaluate` tests.
"""

from __future__ import annotations

import sys

import numpy as np
import polars as pl
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

DAY = 86_400
LATE = 7 * DAY


def windows(key, second, values, days, late=0):
    """Sums of `values` over the last `days` of each row's key, `late` seconds ago."""
    order = np.lexsort((second, key))
    code = key[order].astype(np.int64) << 32 | second[order]
    high = np.searchsorted(code, code - late, side="right")
    low = np.searchsorted(code, code - late - days * DAY, side="right")
    start = np.searchsorted(code, key[order].astype(np.int64) << 32)
    high, low = np.maximum(high, start), np.maximum(low, start)
    total = np.concatenate([[0.0], np.cumsum(values[order])])
    found = np.empty(key.size)
    found[order] = total[high] - total[low]
    return found


def signals(table, second):
    """The published simple signals."""
    customer, terminal = table["customer"].to_numpy(), table["terminal"].to_numpy()
    amount, fraud = table["amount"].to_numpy(), table["fraud"].to_numpy().astype(float)
    one = np.ones(amount.size)
    found = [amount, (second // DAY + 3) % 7 >= 5, second % DAY < 6 * 3600]
    for days in (1, 7, 30):
        number = windows(customer, second, one, days)
        found += [number, windows(customer, second, amount, days) / np.maximum(number, 1)]
        number = windows(terminal, second, one, days, LATE)
        bad = windows(terminal, second, fraud, days, LATE)
        found += [number, bad / np.maximum(number, 1)]
    return np.column_stack(found)


def daily_precision(day, customer, score, fraud):
    """p100, as the documentation of `evaluate` says it."""
    caught, shares = set(), []
    for one in np.unique(day):
        best, bad = {}, {}
        for who, how, is_bad in zip(
            customer[day == one], score[day == one], fraud[day == one], strict=True
        ):
            if who not in caught:
                best[who] = max(best.get(who, -1.0), how)
                bad[who] = bad.get(who, 0) or is_bad
        top = sorted(best, key=lambda who: (-best[who], who))[:100]
        hits = [who for who in top if bad[who]]
        caught.update(hits)
        shares.append(len(hits) / 100)
    return float(np.mean(shares))


def main(path, train_from, train_until, test_from, test_until):
    table = pl.read_csv(path, try_parse_dates=True)
    at = table["at"].dt.epoch("s").to_numpy()
    second = at - at.min() // DAY * DAY
    day = second // DAY
    customer, fraud = table["customer"].to_numpy(), table["fraud"].to_numpy()
    found = signals(table, second)
    train = (day >= train_from) & (day < train_until)
    kept = np.zeros(day.size, dtype=bool)
    for one in range(test_from, test_until):
        known = (fraud == 1) & (day >= train_from) & (day < one - LATE // DAY)
        kept |= (day == one) & ~np.isin(customer, customer[known])
    forest = RandomForestClassifier(n_estimators=100, random_state=0, n_jobs=2)
    forest.fit(found[train], fraud[train])
    score = forest.predict_proba(found[kept])[:, 1]
    p100 = daily_precision(day[kept], customer[kept], score, fraud[kept])
    auc = roc_auc_score(fraud[kept], score)
    ap = average_precision_score(fraud[kept], score)
    called = score >= 0.5
    hits = (called & (fraud[kept] == 1)).sum()
    precision, recall = hits / max(called.sum(), 1), hits / fraud[kept].sum()
    print(
        f"auc {auc:.3f} ap {ap:.3f} p100 {p100:.3f} precision {precision:.3f} recall {recall:.3f}"
    )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
