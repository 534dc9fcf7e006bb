"""The audit reads who opened what, the newest first."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_must_change_password")]

    operations = [
        migrations.AddIndex(
            model_name="reveal",
            index=models.Index(fields=["-at", "-id"], name="reveal_newest"),
        ),
    ]
