"""Duties (职责): recurring duties, rotas, responsibilities, experts, supervision by rule."""
