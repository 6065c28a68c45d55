"""What may go wrong from outside, in nineteen groups, and the tests that make it go wrong.

Each scenario must leave the user's files byte-identical or fully applied, say what happened, and let the next run work.
``test_scenarios.py`` checks that every test named is there, and that the README counts them right.
"""

from __future__ import annotations

_APPLY, _BUILD, _BAD = "installing/test_apply", "rust/test_building", "cli/test_bad_input"
_RUNTIME, _CHECK, _VERIFY = "installing/test_runtime", "installing/test_check", "verifying/test_verify"
_FAULTS = "faults/test_faults"

SCENARIOS: dict[str, tuple[str, ...]] = {
    "a kill at any write": (
        f"{_APPLY}::test_a_kill_at_every_write_leaves_old_or_new",
        f"{_APPLY}::test_a_kill_during_the_recovery",
        f"{_APPLY}::test_recovery_leaves_what_the_user_edited_after_the_kill",
        f"{_FAULTS}::test_a_kill_while_a_stage_writes_its_file",
    ),
    "loss of power": (f"{_FAULTS}::test_what_is_moved_into_place_is_on_the_disk",),
    "a full disk": (
        f"{_APPLY}::test_a_full_disk_at_any_write_changes_nothing",
        f"{_FAULTS}::test_a_stage_that_cannot_write_says_so",
    ),
    "folders that cannot be written": (
        f"{_FAULTS}::test_an_apply_that_may_not_write_changes_nothing",
        f"{_FAULTS}::test_no_home_and_no_cache",
    ),
    "files that change or go meanwhile": (
        f"{_APPLY}::test_a_file_that_changed_after_the_plan_is_refused",
        f"{_APPLY}::test_a_function_or_file_that_is_gone_is_refused",
        f"{_APPLY}::test_source_that_changed_since_the_proof_is_refused",
    ),
    "damaged files of ours": (
        f"{_APPLY}::test_a_damaged_journal_is_told",
        f"{_APPLY}::test_a_damaged_backup_is_told",
        f"{_FAULTS}::test_a_damaged_state_file_is_told",
        f"{_FAULTS}::test_a_damaged_extension_means_python",
        f"{_CHECK}::test_what_is_found",
        "installing/test_environment::test_a_damaged_note_is_none",
    ),
    "tools that are missing or fail": (
        f"{_BUILD}::test_no_cargo",
        f"{_BUILD}::test_an_old_rustc",
        f"{_BUILD}::test_a_rustc_that_prints_garbage",
        f"{_BUILD}::test_each_failure_has_its_code",
        f"{_BUILD}::test_a_program_that_hangs_is_ended_with_its_children",
    ),
    "no network": (f"{_BUILD}::test_offline_with_an_empty_cache",),
    "signals and closed pipes": (
        f"{_BAD}::test_ctrl_c_ends_with_130_and_leaves_no_child",
        f"{_FAULTS}::test_a_reader_that_goes_away",
        f"{_FAULTS}::test_a_signal_while_verifying_leaves_no_child",
    ),
    "two runs at once": (f"{_BAD}::test_two_runs_in_one_project", f"{_APPLY}::test_one_run_at_a_time"),
    "sources of all kinds": (
        "finding/test_source::test_file_is_read_and_given_back_as_it_was",
        "finding/test_source::test_undecodable",
        "finding/test_source::test_null_byte",
        "finding/test_source::test_nested_parentheses",
        "finding/test_source::test_huge_file",
        f"{_APPLY}::test_encodings_and_newlines_are_kept",
    ),
    "links, devices, odd paths": (
        f"{_APPLY}::test_links_out_of_the_project_are_not_followed",
        f"{_APPLY}::test_devices_folders_and_circles_are_refused",
        f"{_BAD}::test_other_files_that_cannot_be_read_are_no_obstacle",
    ),
    "text that would break out": (
        f"{_BAD}::test_hostile_names_stay_data",
        f"{_BAD}::test_terminal_escapes_of_the_program_do_not_reach_the_terminal",
        f"{_CHECK}::test_control_characters_are_not_printed",
    ),
    "a hostile repository": (
        f"{_BUILD}::test_the_repository_is_not_obeyed",
        f"{_CHECK}::test_user_code_is_not_run",
        f"{_FAULTS}::test_modules_of_the_project_do_not_become_ours",
    ),
    "user code that misbehaves": (
        f"{_FAULTS}::test_user_code_that_misbehaves_gets_a_verdict",
        f"{_VERIFY}::test_not_deterministic",
        f"{_VERIFY}::test_a_module_that_fails",
        f"{_BAD}::test_a_workload_that_takes_too_long",
        "profiling/test_profile::test_leaving_by_os_exit_keeps_the_profile",
        "profiling/test_profile::test_a_program_out_of_time_is_stopped_with_what_it_started",
    ),
    "generated code that misbehaves": (
        f"{_VERIFY}::test_a_crash_is_told",
        f"{_VERIFY}::test_time_is_up",
        "mutating/test_wrong::test_every_known_mistake_is_found",
    ),
    "another environment": ("installing/test_environment::test_in_another_python_answers",),
    "edits after apply": (
        f"{_APPLY}::test_rollback_refuses_where_the_user_has_edited",
        "rust/test_merging::test_a_conflict_leaves_the_file_alone",
        f"{_VERIFY}::test_a_source_that_changed",
    ),
    "our package taken away": (f"{_FAULTS}::test_the_project_runs_without_the_package",),
}
