from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_absences_and_changes")]

    operations = [
        migrations.AddField(
            "account", "must_change_password", models.BooleanField(default=False)
        ),
    ]
