"""Addresses of the desk."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from huiyin.accounts.views import sign_in
from huiyin.desk import (
    urls_admin,
    urls_duties,
    urls_help,
    urls_insight,
    urls_matter,
    urls_methods,
    urls_notices,
    urls_people,
    urls_reception,
    urls_responsible,
    urls_rotas,
    urls_supervision,
    urls_worklist,
)
from huiyin.desk.views import (
    act,
    archive,
    cards,
    counts,
    files,
    links,
    matter,
    people,
    receipt,
    register,
    search,
    worklist,
)

app_name = "desk"
urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("", worklist.show, name="worklist"),
    path("register/", register.show, name="register"),
    path("register/handed-over/", receipt.show, name="handed_over"),
    path("register/<slug:pack>/<slug:process>/<slug:act>/", register.show, name="register_kind"),
    path("search/", search.show, name="search"),
    path("matters/<number:number>/", matter.show, name="matter"),
    path("matters/<number:number>/receipt/", matter.receipt, name="receipt"),
    path("matters/<number:number>/acts/<slug:key>/", act.show, name="act"),
    path("matters/<number:number>/files/<uuid:file_id>/", files.download, name="file"),
    path("matters/<number:number>/files/<uuid:file_id>/word/", files.word, name="word"),
    path("matters/<number:number>/links/", links.show, name="link"),
    path("matters/<number:number>/links/<uuid:link_id>/undo/", links.undo, name="unlink"),
    path("cards/", cards.show, name="cards"),
    path("counts/", counts.show, name="counts"),
    path("counts/matters/", counts.behind, name="counted"),
    path("counts/table.csv", counts.table, name="counts_csv"),
    path("matters/<number:number>/bundle/", archive.file, name="bundle"),
    path("matters/<number:number>/holds/", archive.hold, name="hold"),
    path("matters/<number:number>/holds/<uuid:hold_id>/release/", archive.release, name="release"),
    path("archive/", archive.show, name="archive"),
    path("archive/lists/", archive.propose, name="propose"),
    path("archive/lists/<uuid:list_id>/", archive.listed, name="disposal"),
    path("archive/lists/<uuid:list_id>/decide/", archive.decide, name="decide"),
    path("matters/<number:number>/people/<int:party_id>/reveal/", people.reveal, name="reveal"),
    *urls_matter.urlpatterns,
    *urls_help.urlpatterns,
    *urls_methods.urlpatterns,
    *urls_notices.urlpatterns,
    *urls_people.urlpatterns,
    *urls_admin.urlpatterns,
    *urls_reception.urlpatterns,
    *urls_responsible.urlpatterns,
    *urls_duties.urlpatterns,
    *urls_rotas.urlpatterns,
    *urls_insight.urlpatterns,
    *urls_supervision.urlpatterns,
    *urls_worklist.urlpatterns,
]
