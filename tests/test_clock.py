"""Time and identity."""

from careered.clock import new_id


def test_no_identifier_looks_like_an_option_on_a_command_line() -> None:
    made = [new_id() for _ in range(2000)]
    assert not any(one.startswith("-") for one in made)
    assert len(set(made)) == 2000
    assert {len(one) for one in made} == {22}
