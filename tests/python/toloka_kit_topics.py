"""Jobs of every common topic with toloka-kit 1.2.3, unchanged.

python toloka_kit_topics.py PEOPLE URL

The simulator at the URL has the Tolokers of PEOPLE.json. A topic creates a
project with its own task page, has its pool done, and looks at the answers:
they fit the page, and people agree on them. A flow does all of it on its own.
The files of topics/ have the topics; all of their pools are open together.
"""

import logging
import os
import sys
import time
import traceback
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)

import toloka.client as toloka  # noqa: E402

from topics import (  # noqa: E402, F401
    audio_and_video,
    autoquality,
    benchmark,
    images,
    opinions_and_places,
    quality_control,
    retried_flow,
    streaming,
    texts,
)
from topics.jobs import create, finish, flows, topics  # noqa: E402

FOLDER = os.path.dirname(os.path.abspath(__file__))


def attempt(name, function, *arguments):
    """Tells if it succeeds; the others may still tell something if not."""
    start = time.monotonic()
    try:
        result = function(*arguments)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        last = [f for f in frames if f.filename.startswith(FOLDER)][-1]
        place = f"{os.path.relpath(last.filename, FOLDER)}:{last.lineno}"
        print(f"FAILED  {name}, {place}: {type(error).__name__}: {error}", flush=True)
        return False, None
    print(f"passed  {name} ({time.monotonic() - start:.1f} s)", flush=True)
    return True, result


def look(client, name, pool_id):
    answers = finish(client, pool_id)
    assert answers, "nobody has answered"
    topics[name]["check"](client, pool_id, answers)


def main():
    people, url = sys.argv[1:]
    client = toloka.TolokaClient("any token", url=url, retries=0)
    passed = []
    pools = {}
    if people == "careful":
        for name, more in topics.items():
            fine, pools[name] = attempt(f"{name}: create", create, client, name, more)
            passed.append(fine)
    for name, function in flows[people].items():
        passed.append(attempt(name, function, client)[0])
    for name, pool_id in pools.items():
        passed.append(attempt(name, look, client, name, pool_id)[0])
    failed = passed.count(False)
    print(f"{len(pools) + len(flows[people])} topics, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
