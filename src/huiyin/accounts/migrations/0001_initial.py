from __future__ import annotations

from django.core.management import call_command
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.deletion import CASCADE


def make_cache(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The table of the shared cache, which is nobody's model."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0005_must_change_password")]

    operations = [
        migrations.CreateModel(
            name="Attempts",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("tries", models.PositiveIntegerField()),
                ("most", models.PositiveIntegerField()),
                ("until", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["until"], name="attempts_until")]},
        ),
        migrations.CreateModel(
            name="GivenHolding",
            fields=[
                ("holding", models.OneToOneField(on_delete=CASCADE, primary_key=True,
                 related_name="given_by_sign_in", serialize=False, to="people.holding")),
                ("value", models.CharField(max_length=200)),
            ],
        ),
        migrations.RunPython(make_cache, migrations.RunPython.noop),
    ]
