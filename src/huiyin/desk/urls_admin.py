"""Addresses of administration."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.administration import (
    accounts,
    audit,
    calendars,
    first_password,
    holdings,
    posts,
    roster,
    start,
    units,
)

urlpatterns = [
    path("admin/", start.show, name="admin"),
    path("admin/units/", units.show_all, name="admin_units"),
    path("admin/units/new/", units.create, name="admin_unit_new"),
    path("admin/units/<uuid:unit>/", units.show, name="admin_unit"),
    path("admin/units/<uuid:unit>/change/", units.change, name="admin_unit_change"),
    path("admin/units/<uuid:unit>/dissolve/", units.dissolve, name="admin_unit_dissolve"),
    path("admin/units/<uuid:unit>/posts/new/", posts.create, name="admin_post_new"),
    path("admin/posts/<uuid:post>/", posts.show, name="admin_post"),
    path("admin/posts/<uuid:post>/change/", posts.change, name="admin_post_change"),
    path("admin/posts/<uuid:post>/close/", posts.close, name="admin_post_close"),
    path("admin/posts/<uuid:post>/reopen/", posts.reopen, name="admin_post_reopen"),
    path("admin/posts/<uuid:post>/hold/", holdings.hold, name="admin_hold"),
    path("admin/holdings/<uuid:holding>/end/", holdings.end, name="admin_holding_end"),
    path("admin/holdings/<uuid:holding>/cancel/", holdings.cancel, name="admin_holding_cancel"),
    path("admin/accounts/", accounts.show_all, name="admin_accounts"),
    path("admin/accounts/new/", accounts.create, name="admin_account_new"),
    path("admin/accounts/<uuid:account>/", accounts.show, name="admin_account"),
    path("admin/accounts/<uuid:account>/change/", accounts.change, name="admin_account_change"),
    path("admin/accounts/<uuid:account>/link/", accounts.link, name="admin_account_link"),
    path("admin/accounts/<uuid:account>/shut/", accounts.shut, name="admin_account_shut"),
    path("admin/accounts/<uuid:account>/reopen/", accounts.reopen, name="admin_account_reopen"),
    path("admin/import/", roster.show, name="admin_roster"),
    path("admin/import/template.xlsx", roster.template, name="admin_roster_template"),
    path("admin/calendars/", calendars.show_all, name="admin_calendars"),
    path("admin/calendars/new/", calendars.create, name="admin_calendar_new"),
    path("admin/calendars/hours/", calendars.hours, name="admin_calendar_hours"),
    path("admin/calendars/<int:year>/", calendars.show, name="admin_calendar"),
    path(
        "admin/calendars/versions/<uuid:version>/",
        calendars.version,
        name="admin_calendar_version",
    ),
    path("admin/audit/", audit.show, name="admin_audit"),
    path("admin/audit/table.csv", audit.export, name="admin_export"),
    path(
        "set-password/<str:uidb64>/<str:token>/",
        first_password.SetPassword.as_view(),
        name="set_password",
    ),
]
