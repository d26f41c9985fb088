"""Who may open the pages of signing in and of one's own account, and the table of accounts."""

from accounts.page_access import SIGNED_IN, Audience, Page, entrance, own_account, public
from accounts.staff_access import PROTECTED, Group

PAGES = (
    # --- signing in ------------------------------------------------------------------------------------------------
    entrance("account_login", "Anmelden", post=200),
    entrance("mfa_authenticate", "Zweiter Faktor bei der Anmeldung", get=302, post=302),
    entrance("mfa_login_webauthn", "Anmelden mit Passkey", get=302, post=302),
    Page("account_logout", "Abmelden", Audience(SIGNED_IN), post=302, library=True),
    public("account_inactive", "Gesperrtes Konto", library=True),
    public("account_reset_password", "Passwort vergessen", post=200, library=True),
    public("account_reset_password_done", "Passwort vergessen: Link verschickt", library=True),
    public("account_reset_password_from_key", "Neues Passwort über einen Link", post=200, library=True),
    public("account_reset_password_from_key_done", "Neues Passwort gilt", library=True),
    # --- one's own account -----------------------------------------------------------------------------------------
    own_account("account_reauthenticate", "Anmeldung bestätigen", post=200),
    own_account("mfa_reauthenticate", "Anmeldung mit Code bestätigen", get=302, post=302),
    own_account("mfa_reauthenticate_webauthn", "Anmeldung mit Schlüssel bestätigen", get=302, post=302),
    own_account("account_change_password", "Passwort ändern", post=200),
    own_account("account_set_password", "Passwort festlegen", get=302, post=302),
    own_account("mfa_index", "Zweiter Faktor"),
    own_account("mfa_activate_totp", "App einrichten", post=200),
    own_account("mfa_deactivate_totp", "App entfernen", get=404, post=404),
    own_account("mfa_view_recovery_codes", "Notfallcodes", get=404),
    own_account("mfa_generate_recovery_codes", "Neue Notfallcodes", post=200),
    own_account("mfa_download_recovery_codes", "Notfallcodes als Datei", get=404),
    own_account("mfa_list_webauthn", "Schlüssel"),
    own_account("mfa_add_webauthn", "Schlüssel einrichten", post=200),
    own_account("mfa_edit_webauthn", "Schlüssel umbenennen", get=404, post=404),
    own_account("mfa_remove_webauthn", "Schlüssel entfernen", get=404, post=404),
    own_account("usersessions_list", "Angemeldete Geräte", post=302),
)

ACCOUNTS = Group("Konten", PROTECTED, grows=False)
"""Accounts begin by invitation."""
TABLES = {"accounts_user": ACCOUNTS}
