"""The office of the district that a module is about, its work done; tests only look."""

import pytest
from kit import Office, built


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest) -> Office:
    return built(request.path.stem.removeprefix("test_"))
