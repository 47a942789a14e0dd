import glueckauf.catalogue.models.plain
from django.db import migrations


class Migration(migrations.Migration):
    """PostgreSQL's jsonb sorts the keys of a mapping; authors mean their order. SQLite kept the text already."""

    dependencies = [
        ('catalogue', '0003_drafts_and_editions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='draftversion',
            name='content',
            field=glueckauf.catalogue.models.plain.PlainField(),
        ),
        migrations.AlterField(
            model_name='draftversion',
            name='value',
            field=glueckauf.catalogue.models.plain.PlainField(null=True),
        ),
        migrations.AlterField(
            model_name='edition',
            name='content',
            field=glueckauf.catalogue.models.plain.PlainField(),
        ),
    ]
