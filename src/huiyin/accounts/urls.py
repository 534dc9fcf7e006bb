"""Addresses of signing in: of allauth's many only those that are needed; no sign-up, no mail.

allauth looks its pages up by name; several names may be one page of ours.
"""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.views import LogoutView
from django.urls import path

from huiyin.accounts.views import again, factors, security, sign_in
from huiyin.desk.access import staff

urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="account_login"),
    path("logout/", LogoutView.as_view(), name="account_logout"),
    path("login/second-step/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("login/passkey/", sign_in.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("login/failed/", security.failed, name="socialaccount_login_error"),
    path("login/failed/", security.failed, name="socialaccount_login_cancelled"),
    path("login/<slug:provider_id>/", openid.login, name="openid_connect_login"),
    path("login/<slug:provider_id>/callback/", openid.callback, name="openid_connect_callback"),
    path("account/", security.show, name="account_security"),
    path("account/", security.show, name="mfa_index"),
    path("account/", security.show, name="mfa_list_webauthn"),
    path("account/password/", security.password, name="account_change_password"),
    path("account/again/", staff(again.PasswordAgain.as_view()), name="account_reauthenticate"),
    path("account/again/code/", staff(again.CodeAgain.as_view()), name="mfa_reauthenticate"),
    path("account/again/key/", staff(again.KeyAgain.as_view()), name="mfa_reauthenticate_webauthn"),
    path("account/app/", staff(factors.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("account/app/remove/", staff(factors.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path("account/keys/", staff(factors.AddKey.as_view()), name="mfa_add_webauthn"),
    path(
        "account/keys/<int:pk>/remove/",
        staff(factors.RemoveKey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("account/codes/", staff(factors.RecoveryCodes.as_view()), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/",
        staff(factors.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("account/sessions/<int:pk>/end/", security.end_session, name="account_end_session"),
    path("account/sessions/end-others/", security.end_others, name="account_end_others"),
    path("account/links/<int:pk>/undo/", security.unlink, name="account_unlink"),
]
