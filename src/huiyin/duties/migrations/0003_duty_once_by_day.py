"""The same columns in an order that serves the pages too: a unit's duties of a day or a month."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("duties", "0002_looked_of_watch")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="duty", name="duty_once"),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                fields=["unit", "day", "key", "post", "matter"],
                name="duty_once",
                nulls_distinct=False,
            ),
        ),
    ]
