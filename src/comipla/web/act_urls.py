"""Addresses of beginning, filling in, sending and deciding acts."""

from django.urls import path

from comipla.web.views.act_check import act_check, act_paper, act_submit
from comipla.web.views.act_flow import act_new, case_act, draft_discard
from comipla.web.views.act_form import act_form, draft_save
from comipla.web.views.approval import approval, approval_paper
from comipla.web.views.attachments import attachment, draft_attach, draft_detach
from comipla.web.views.needs_import import needs_import, needs_template
from comipla.web.views.receipt import receipt, receipt_paper

urlpatterns = [
    path("cases/new/", act_new, name="act_new"),
    path("cases/new/<str:code>/template.xlsx", needs_template, name="needs_template"),
    path("cases/new/<str:code>/import/", needs_import, name="needs_import"),
    path("cases/<str:number>/acts/<slug:kind>/", case_act, name="case_act"),
    path("cases/<str:number>/approval/", approval, name="approval"),
    path("cases/<str:number>/approval/paper.pdf", approval_paper, name="approval_paper"),
    path("drafts/<uuid:key>/", act_form, name="act_form"),
    path("drafts/<uuid:key>/save/", draft_save, name="draft_save"),
    path("drafts/<uuid:key>/check/", act_check, name="act_check"),
    path("drafts/<uuid:key>/paper.pdf", act_paper, name="act_paper"),
    path("drafts/<uuid:key>/submit/", act_submit, name="act_submit"),
    path("drafts/<uuid:key>/discard/", draft_discard, name="draft_discard"),
    path("drafts/<uuid:key>/files/", draft_attach, name="draft_attach"),
    path("drafts/<uuid:key>/files/<uuid:uuid>/remove/", draft_detach, name="draft_detach"),
    path("f/<uuid:uuid>/", attachment, name="attachment"),
    path("receipts/<uuid:key>/", receipt, name="receipt"),
    path("receipts/<uuid:key>/paper/", receipt_paper, name="receipt_paper"),
]
