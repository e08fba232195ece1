"""What does not work in the alphas of Datasette 1.0 yet, and why; docs/browsing.md tells it too."""

from __future__ import annotations

_METADATA = "1.0 has no hook for metadata: tables without our titles, facets, labels and questions"
_TEMPLATES = "1.0 has other templates and scripts for tables and for SQL, and other JSON"
_FORMS = "1.0 makes a new token for every request, so that forms of corrections are refused"

#: Names of tests by the reason why they fail.
EXPECTED = {
    name: reason
    for reason, names in (
        (
            _METADATA,
            """
            test_a_page[a_question]
            test_the_db_folder_serves_without_our_program
            test_a_second_look_leaves_out_what_people_decided
            test_a_surname_alone_is_no_conflict_with_whom_it_could_mean
            test_questions_say_which_quotations_people_decided
            test_the_question_of_the_same_words_tells_conflicts
            test_who_may_not_see_corrections_is_not_told
            test_questions_lead_to_pages
            test_questions_have_answers
            test_every_question_of_the_configuration_is_tried_here
            test_quotations_are_searched_faceted_and_newest_first
            test_who_may_not_see_a_table_sees_no_page
            test_other_databases_stay_as_they_are
            """,
        ),
        (
            _TEMPLATES,
            """
            test_a_page_shows_hostile_text_as_text[/harbour~20news/quotations]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/quotations?_search=harbour]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/quotations?_col=text]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/quotes]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/speakers]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/speaker_names]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/articles]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/articles?_search=council]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/quote_groups]
            test_a_page_shows_hostile_text_as_text[/harbour~20news/reviews]
            test_cells_lead_to_pages
            test_the_filters_of_tables_have_labels
            test_every_inline_script_of_the_pages_is_allowed
            test_formulas_in_csv_are_defused
            test_json_stays
            test_the_pages_work_in_a_browser_under_the_policy
            """,
        ),
        (
            _FORMS,
            """
            test_a_button_does_what_the_store_does
            test_a_database_that_is_gone_is_told
            test_a_decision_leads_to_the_next_one_and_back
            test_a_form_of_ours_is_taken
            test_a_hundred_in_ten_minutes
            test_a_locked_database_is_told
            test_a_missed_one
            test_a_speaker_is_corrected_as_the_store_does
            test_a_speaker_who_is_gone_leads_to_whom_they_became
            test_a_walk
            test_an_enter_in_a_field_accepts_nothing
            test_corrections_and_articles_come_in_at_once
            test_from_an_article_one_comes_back_to_it
            test_nobody_is_led_away
            test_other_words
            test_the_edges_of_the_words
            test_the_end_says_so
            test_the_log_is_for_everybody_and_undo_for_who_may
            test_undo_leads_back_to_what_it_was_of
            test_what_cannot_be_done_is_told_and_changes_nothing
            test_what_is_typed_is_text
            test_what_was_corrected_is_in_one_file_in_the_end
            test_what_was_missed_is_added_as_the_store_does
            test_what_was_taken_out_is_not_gone_back_to
            test_whom_a_name_can_mean_is_asked
            test_words_that_stand_there_twice_are_asked_for
            """,
        ),
    )
    for name in names.split()
}


def expected(test: str) -> str | None:
    """Why a test fails in an alpha; ``None`` where it does not. ``test`` may have parameters."""
    return EXPECTED.get(test.replace(" ", "_")) or EXPECTED.get(test.partition("[")[0])
