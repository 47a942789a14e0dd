from django.db import migrations

from glueckauf.core.rls import enable_rls


class Migration(migrations.Migration):
    """What a mail says belongs to a city, or to the person it was for. Reply addresses, sent keys and ways hold hashes and ids only."""

    dependencies = [
        ("mail", "0001_initial"),
    ]

    operations = [
        enable_rls("mail_outgoingmail", person_column="person"),
        enable_rls("mail_incomingmail", person_column="person"),
        enable_rls("mail_incomingattachment", person_column="person"),
        enable_rls("mail_assignment", person_column="person"),
        enable_rls("mail_suggestion"),
        enable_rls("mail_discard"),
    ]
