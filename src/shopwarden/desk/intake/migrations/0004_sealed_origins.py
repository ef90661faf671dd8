"""Seal the column names of imported tables: a first row of data may stand for them."""

from __future__ import annotations

import json
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import shopwarden.desk.common.models
from shopwarden.desk import keys
from shopwarden.desk.common import crypto
from shopwarden.desk.errors import ConfigurationError


def seal(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Seal what stands in the clear, unless the key file is not the one of these data."""
    # Of the version in between, which the models of today do not know.
    runs: Any = apps.get_model("intake", "ImportRun").objects
    if not runs.exists():
        return
    crypto.forget_keys()
    answers = crypto.answers()
    for check in apps.get_model("common", "KeyCheck").objects.all():
        if answers.get(check.number) != check.answer:
            path = str(keys.data_key_path())
            raise ConfigurationError("keys.wrong", path=path, number=check.number)
    for run in runs.iterator():
        place = crypto.Place(run.shop_id, "intake_importrun", "origins")
        text = json.dumps(run.plain_origins, ensure_ascii=False)
        runs.filter(id=run.id).update(origins=crypto.seal(place, run.id, text))


def unseal(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put back what was sealed."""
    runs: Any = apps.get_model("intake", "ImportRun").objects
    for run in runs.exclude(origins=None).iterator():
        place = crypto.Place(run.shop_id, "intake_importrun", "origins")
        plain = json.loads(crypto.unseal(place, run.id, run.origins))
        runs.filter(id=run.id).update(plain_origins=plain)


class Migration(migrations.Migration):
    """Three steps: the old column steps aside, its content is sealed, it goes."""

    dependencies = [
        ("intake", "0003_closed_alerts"),
        ("common", "0001_first"),
    ]

    operations = [
        migrations.RenameField("ImportRun", "origins", "plain_origins"),
        migrations.AddField(
            "ImportRun", "origins", shopwarden.desk.common.models.SealedField(null=True)
        ),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("ImportRun", "plain_origins"),
    ]
