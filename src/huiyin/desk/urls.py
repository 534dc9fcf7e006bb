"""Addresses of the desk."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from huiyin.desk.views import act, files, matter, people, register, search, sign_in, worklist


class NumberConverter(StringConverter):
    """A matter's number as it is written; anything else is no address."""

    regex = r"[0-9]{2}-[0-9]{6,9}-[0-9]"


register_converter(NumberConverter, "number")

app_name = "desk"
urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("", worklist.show, name="worklist"),
    path("register/", register.show, name="register"),
    path("search/", search.show, name="search"),
    path("matters/<number:number>/", matter.show, name="matter"),
    path("matters/<number:number>/receipt/", matter.receipt, name="receipt"),
    path("matters/<number:number>/acts/<slug:key>/", act.show, name="act"),
    path("matters/<number:number>/files/<uuid:file_id>/", files.download, name="file"),
    path("matters/<number:number>/files/<uuid:file_id>/word/", files.word, name="word"),
    path("matters/<number:number>/people/<int:party_id>/reveal/", people.reveal, name="reveal"),
]
