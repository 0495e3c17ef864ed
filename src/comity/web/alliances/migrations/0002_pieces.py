"""Projections are packed and have pages. What was projected is thrown away: it is made anew when it is read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comity.web.alliances.packed import PackedField


class Migration(migrations.Migration):
    """Projections anew, and their pieces."""

    dependencies = [("alliances", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("alliance", "source", models.CharField(max_length=64, blank=True, default=""), False),
        migrations.DeleteModel(name="Projection"),
        migrations.CreateModel(
            name="Projection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reader", models.CharField(max_length=300)),
                ("as_of", models.DateField()),
                ("source", models.CharField(max_length=64)),
                ("summary", models.JSONField()),
                ("body", PackedField()),
                ("document", PackedField()),
                ("calendar", PackedField()),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="projections", to="alliances.alliance"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("alliance", "reader"), name="one_projection")],
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page", models.CharField(max_length=20)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(max_length=300)),
                ("blocks", PackedField()),
                (
                    "projection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="alliances.projection"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("projection", "page", "key"), name="one_piece")],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("blocks", PackedField()),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="alliances.alliance"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("alliance", "key"), name="one_text")],
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "alliance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to="alliances.alliance"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "alliance"), name="one_feed")],
            },
        ),
    ]
