"""Addresses of the desk."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from huiyin.desk.views import act, files, matter, people, register, search, sign_in, worklist

app_name = "desk"
urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("", worklist.show, name="worklist"),
    path("register/", register.show, name="register"),
    path("search/", search.show, name="search"),
    path("matters/<str:number>/", matter.show, name="matter"),
    path("matters/<str:number>/receipt/", matter.receipt, name="receipt"),
    path("matters/<str:number>/acts/<slug:key>/", act.show, name="act"),
    path("matters/<str:number>/files/<uuid:file_id>/", files.download, name="file"),
    path("matters/<str:number>/people/<int:party_id>/reveal/", people.reveal, name="reveal"),
]
