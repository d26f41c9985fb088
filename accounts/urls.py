"""``/konto/``: allauth's pages under German addresses with allauth's own names; what we do not need is not mounted.

Sign-up, e-mail addresses and codes by mail have no address here: accounts come from invitations.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, re_path

from accounts import views

urlpatterns = [
    path("anmelden/", account.login, name="account_login"),
    path("anmelden/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("anmelden/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("abmelden/", views.sign_out, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("bestaetigen/", account.reauthenticate, name="account_reauthenticate"),
    path("bestaetigen/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("bestaetigen/schluessel/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passwort/", account.password_change, name="account_change_password"),
    path("passwort/festlegen/", account.password_set, name="account_set_password"),
    path("passwort/vergessen/", account.password_reset, name="account_reset_password"),
    path("passwort/vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    path("passwort/neu/fertig/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("zweiter-faktor/", second_factor.index, name="mfa_index"),
    path("zweiter-faktor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("zweiter-faktor/app/entfernen/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("zweiter-faktor/notfallcodes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "zweiter-faktor/notfallcodes/neu/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "zweiter-faktor/notfallcodes/datei/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("zweiter-faktor/schluessel/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("zweiter-faktor/schluessel/neu/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("zweiter-faktor/schluessel/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("zweiter-faktor/schluessel/<int:pk>/entfernen/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("geraete/", views.signed_in_devices, name="usersessions_list"),
]
