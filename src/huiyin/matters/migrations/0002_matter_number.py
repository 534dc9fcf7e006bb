from django.db import migrations


class Migration(migrations.Migration):
    """Numbers come from a sequence: registering never waits for another registration."""

    dependencies = [("matters", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE matter_number AS bigint START 1", "DROP SEQUENCE matter_number"
        ),
    ]
