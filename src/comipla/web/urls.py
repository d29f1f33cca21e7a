"""Addresses of the pages."""

from django.urls import path

from comipla.web import (
    act_urls,
    allocation_urls,
    books_urls,
    plans_urls,
    population_urls,
    registry_urls,
    surveys_urls,
    year_urls,
)
from comipla.web.views import case_list, deadlines, desk, ledger, notices
from comipla.web.views.account import account, account_name, account_sessions_end, body_switch
from comipla.web.views.case_page import case_page, case_remark
from comipla.web.views.catalogue import catalogue
from comipla.web.views.help import help_index, help_page, help_words
from comipla.web.views.invitation import invitation
from comipla.web.views.members import invitation_withdraw, member_end, member_invite, members
from comipla.web.views.papers import paper_dispatch, paper_pdf
from comipla.web.views.second_factor import second_factor_required
from comipla.web.views.sign_in import demo_sign_in, session_continue, step_up
from comipla.web.views.verify import verify_form, verify_paper

urlpatterns = [
    *act_urls.urlpatterns,
    *allocation_urls.urlpatterns,
    *population_urls.urlpatterns,
    *registry_urls.urlpatterns,
    *books_urls.urlpatterns,
    *plans_urls.urlpatterns,
    *surveys_urls.urlpatterns,
    path("", desk.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("deadlines/feed/", deadlines.deadlines_feed, name="deadlines_feed"),
    path("deadlines/feed/<str:token>.ics", deadlines.deadlines_ics, name="deadlines_ics"),
    *year_urls.urlpatterns,
    path("cases/", case_list.case_list, name="case_list"),
    path("cases/list.<str:form>", case_list.case_list_file, name="case_list_file"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger.<str:form>", ledger.ledger_file, name="ledger_file"),
    path("case-views/", case_list.case_view_keep, name="case_view_keep"),
    path("case-views/<int:pk>/drop/", case_list.case_view_drop, name="case_view_drop"),
    path("cases/<str:number>/", case_page, name="case_page"),
    path("cases/<str:number>/remarks/", case_remark, name="case_remark"),
    path("papers/<int:pk>.pdf", paper_pdf, name="paper_pdf"),
    path("papers/<int:pk>/dispatch/", paper_dispatch, name="paper_dispatch"),
    path("verify/", verify_form, name="verify"),
    path("verify/<str:code>/", verify_paper, name="verify_paper"),
    path("notices/", notices.inbox, name="inbox"),
    path("notices/read/", notices.inbox_read_all, name="inbox_read_all"),
    path("notices/mail/", notices.inbox_mail, name="inbox_mail"),
    path("notices/<int:pk>/read/", notices.inbox_read, name="inbox_read"),
    path("notices/undelivered/", notices.undelivered, name="undelivered"),
    path(
        "notices/undelivered/<int:pk>/resend/",
        notices.undelivered_resend,
        name="undelivered_resend",
    ),
    path("help/", help_index, name="help"),
    path("help/words/", help_words, name="help_words"),
    path("help/<slug:key>/", help_page, name="help_page"),
    path("staff/components/", catalogue, name="components"),
    path("account/", account, name="account"),
    path("account/name/", account_name, name="account_name"),
    path("account/sessions/end/", account_sessions_end, name="account_sessions_end"),
    path("account/second-factor/", second_factor_required, name="second_factor_required"),
    path("account/step-up/", step_up, name="step_up"),
    path("account/continue/", session_continue, name="session_continue"),
    path("account/body/", body_switch, name="body_switch"),
    path("account/demo/", demo_sign_in, name="demo_sign_in"),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("members/", members, name="members"),
    path("members/<int:pk>/end/", member_end, name="member_end"),
    path("members/invitations/<int:pk>/withdraw/", invitation_withdraw, name="invitation_withdraw"),
    path("members/of/<str:code>/", members, name="body_members"),
    path("members/of/<str:code>/invite/", member_invite, name="member_invite"),
]
