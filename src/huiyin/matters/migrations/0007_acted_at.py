from django.db import migrations, models

# The same as `engine.standing`: what residents did themselves does not count, but for the first.
FILL = """
    UPDATE matters_matter m SET acted_at = done.at
    FROM (SELECT e.matter_id, max(e.at) AS at FROM matters_event e
          WHERE e.step <> 'system' AND (e.seq = 1 OR e.post_id IS NOT NULL
              OR split_part(e.version, '@', 1) || '/' || e.act <> ALL(%s))
          GROUP BY e.matter_id) AS done
    WHERE done.matter_id = m.id
"""


def fill(apps, schema_editor):
    if not apps.get_model("matters", "Matter").objects.exists():
        return
    from huiyin.engine.definition import Role
    from huiyin.packs import load

    theirs = {
        f"{pack}/{loaded.process.process}/{key}"
        for pack in load.available()
        for versions in load.load(pack).versions.values()
        for loaded in versions
        for key, act in loaded.process.acts.items()
        if any(who.role is Role.RESIDENT for who in act.who)
    }
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FILL, [sorted(theirs)])


class Migration(migrations.Migration):
    atomic = False  # rows are written before the index on them is made

    dependencies = [
        ("matters", "0006_relations"),
    ]

    operations = [
        migrations.AddField("matter", "acted_at", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "matter",
            models.Index(
                fields=["process", "acted_at", "id"],
                name="matter_idle",
                condition=models.Q(("phase__in", ["intake", "accept", "handle"])),
            ),
        ),
        migrations.AddIndex(
            "clock",
            models.Index(
                fields=["key", "id"],
                name="clock_again",
                condition=models.Q(("cycle__gte", 2), ("status", "running")),
            ),
        ),
    ]
