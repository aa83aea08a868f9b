"""`python -m wasla_site.bench.worker`: answers questions, one JSON line each, until there are no more."""

import json
import sys

import django

from commerce.core.actors import Actor, ActorKind, acting_as


def main() -> None:
    django.setup()
    from wasla_site.bench import answers  # noqa: PLC0415 - models need Django set up

    with acting_as(Actor(ActorKind.COMMAND, "bench_tenants")):
        for line in sys.stdin:
            asked = json.loads(line)
            answer = answers.ANSWERS[asked["question"]](**asked["facts"])
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
