"""People. No surprises: a person without memberships and without rights."""

import factory
from factory.django import DjangoModelFactory

from accounts.models import User

PASSWORD = "Regenschirm-im-Elstertal-7"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@familiennetz.example")
    display_name = factory.Sequence(lambda n: f"Testperson {n:02}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        """Every test person has ``PASSWORD`` unless another one is given; ``None`` means none at all."""
        if extracted is None and "password" in kwargs:
            self.set_unusable_password()
        else:
            self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])
