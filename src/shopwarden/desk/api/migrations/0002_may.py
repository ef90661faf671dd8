"""What a token lets a program do."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="may",
            field=models.CharField(default="read", max_length=40),
        ),
    ]
