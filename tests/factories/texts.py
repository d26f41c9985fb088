"""Text pages."""

import factory
from factory.django import DjangoModelFactory

from texts.models import TextPage


class TextPageFactory(DjangoModelFactory):
    class Meta:
        model = TextPage

    slug = factory.Sequence(lambda n: f"testseite-{n:03}")
    title = factory.Sequence(lambda n: f"Testseite {n:03}")
    body = "Ein Absatz."
