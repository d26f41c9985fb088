"""Triggers that keep what was locked (I-15): the database refuses, whoever asks.

Ways past them are ``pgtrigger.ignore`` (removal of the demo) and the transaction setting ``familynet.erasing``
(retention run). Whoever owns the database can switch triggers off; ``verify_agreement`` finds what was changed then.
"""

import pgtrigger

PART_OF_LOCKED = """
    SELECT bool_or(v.locked_at IS NOT NULL OR v.closed_at IS NOT NULL) INTO shut FROM (
        SELECT locked_at, closed_at FROM agreements_agreementversion
        WHERE id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)
        ORDER BY id FOR SHARE) v;
    IF shut AND NOT (TG_OP = 'DELETE' AND coalesce(current_setting('familynet.erasing', true), '') = 'on')
    THEN
        RAISE EXCEPTION 'Diese Fassung ist gesperrt und kann nicht geändert werden.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""
VERSION_KEEPS = """
    IF TG_OP = 'DELETE' THEN
        IF OLD.locked_at IS NULL AND OLD.closed_at IS NULL
            OR coalesce(current_setting('familynet.erasing', true), '') = 'on'
        THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'Eine gesperrte Fassung kann nicht gelöscht werden.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.locked_at IS NOT NULL OR OLD.closed_at IS NOT NULL)
        AND to_jsonb(OLD) - ARRAY['stage'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['stage'] THEN
        RAISE EXCEPTION 'Diese Fassung ist gesperrt und kann nicht geändert werden.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
SIGNATURE_FITS = """
    SELECT v.locked_at, v.content_hash INTO shut FROM agreements_agreementversion v
    WHERE v.id = NEW.version_id FOR SHARE;
    IF shut.locked_at IS NULL OR shut.content_hash <> NEW.content_hash THEN
        RAISE EXCEPTION 'Unterschrieben werden kann nur eine gesperrte Fassung.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM agreements_agreementparty p WHERE p.id = NEW.party_id AND p.version_id = NEW.version_id)
    THEN
        RAISE EXCEPTION 'Diese Partei gehört nicht zu dieser Fassung.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
ONLY_ADDED = """
    IF TG_OP = 'DELETE' AND coalesce(current_setting('familynet.erasing', true), '') = 'on' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'Das kann nur ergänzt, nicht geändert oder gelöscht werden.'
            USING ERRCODE = 'integrity_constraint_violation';
"""
ACCESSION_KEEPS = """
    IF TG_OP = 'DELETE' AND coalesce(current_setting('familynet.erasing', true), '') = 'on' THEN RETURN OLD; END IF;
    IF TG_OP = 'UPDATE' AND OLD.left_on IS NULL
        AND to_jsonb(OLD) - ARRAY['left_on'] IS NOT DISTINCT FROM to_jsonb(NEW) - ARRAY['left_on']
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'Ein Beitritt kann nicht geändert oder gelöscht werden, nur der Austritt wird eingetragen.'
            USING ERRCODE = 'integrity_constraint_violation';
"""


def part_of_version() -> pgtrigger.Trigger:
    """Rows of a version: nothing is added, changed or removed once the version is locked or closed.

    The version row is read under a share lock, so a change that begins before locking is part of what is locked.
    """
    return pgtrigger.Trigger(
        name="part_of_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("shut", "boolean")],
        func=PART_OF_LOCKED,
    )


def version_keeps() -> pgtrigger.Trigger:
    """The locked version itself: only ``stage`` still moves."""
    return pgtrigger.Trigger(
        name="version_keeps", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=VERSION_KEEPS
    )


def signature_fits() -> pgtrigger.Trigger:
    """A signature belongs to a party of a locked version and names its hash (I-14)."""
    return pgtrigger.Trigger(
        name="signature_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("shut", "record")],
        func=SIGNATURE_FITS,
    )


def only_added() -> pgtrigger.Trigger:
    """Rows that are written once."""
    return pgtrigger.Trigger(
        name="only_added", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=ONLY_ADDED
    )


def accession_keeps() -> pgtrigger.Trigger:
    """What was declared when joining stays; only the day of leaving is added, once."""
    return pgtrigger.Trigger(
        name="accession_keeps",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=ACCESSION_KEEPS,
    )
