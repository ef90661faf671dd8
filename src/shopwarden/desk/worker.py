"""The worker: runs durable workflows until it is asked to end."""

from __future__ import annotations

import logging
import os

from shopwarden.desk import start

logger = logging.getLogger(__name__)


def run() -> None:
    """Run workflows; never returns.

    The process ends without waiting for its threads: a sleeping workflow holds one, and
    what it was doing goes on at the next start anyway.
    """
    from shopwarden.desk import durable
    from shopwarden.desk.processes import end_with_parent, wait_for_signal

    end_with_parent()
    durable.launch()
    logger.info("worker_ready", extra={"executor": durable.executor()})
    wait_for_signal()
    durable.destroy()
    logging.shutdown()
    os._exit(0)


if __name__ == "__main__":
    start.configure()
    run()
