import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_initial"),
        ("people", "0006_reveal_newest"),
    ]

    operations = [
        migrations.AddIndex(
            "looked",
            models.Index(
                fields=["watch", "id"],
                name="looked_of_watch",
                condition=models.Q(("settled_at__isnull", True)),
            ),
        ),
        migrations.AddField("looked", "dismissed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "looked",
            "dismissed_by",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.post",
            ),
        ),
    ]
