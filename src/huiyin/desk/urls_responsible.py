"""Addresses of the responsibility map and the directory."""

from __future__ import annotations

from django.urls import path

from huiyin.desk.views import directory, responsible

urlpatterns = [
    path("responsibilities/", responsible.show, name="responsibilities"),
    path("responsibilities/new/", responsible.enter, name="responsibility_new"),
    path("responsibilities/<uuid:key>/", responsible.one, name="responsibility"),
    path("responsibilities/<uuid:key>/end/", responsible.end, name="responsibility_end"),
    path("responsibilities/<uuid:key>/letter/", responsible.letter, name="responsibility_letter"),
    path("directory/", directory.points, name="directory"),
    path("directory/points/new/", directory.add_point, name="directory_point_new"),
    path("directory/points/<uuid:key>/close/", directory.close_point, name="directory_point_end"),
    path("directory/pools/", directory.pools, name="directory_pools"),
    path("directory/pools/new/", directory.add_pool, name="directory_pool_new"),
    path("directory/pools/<uuid:key>/", directory.pool, name="directory_pool"),
    path("directory/pools/<uuid:key>/members/", directory.add_member, name="directory_member_new"),
    path("directory/members/<uuid:key>/leave/", directory.leave, name="directory_member_end"),
    path("matters/<number:number>/helpers/", directory.helpers, name="helpers"),
]
