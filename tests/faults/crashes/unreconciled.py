"""The negative control of the whole: with nobody but the web at work, what gateways took without a word is missed."""

from __future__ import annotations

import psycopg

from tests.faults.crashes.facts import ROLES
from tests.faults.crashes.shoppers import Shopper, Told
from tests.faults.crashes.stage import Stage
from tests.faults.crashes.verdict import judge

QUESTION = "charged, and neither paid nor owed back"
VISITS = 5


def forgotten_charges(stage: Stage, told: Told) -> int:
    """How many charges the judge misses after shoppers have paid, vanished, and no webhook came. Afterwards everybody
    is at work again."""
    others = [role for role in ROLES if role != "web"]
    for role in others:
        stage.nursery.say("without", role)
    stage.gateways.fault("webhook_never", "", "webhook", times=-1)
    for number in range(VISITS):
        Shopper(stage, told, f"{stage.facts.seed}:vanishing:{number}", vanishes=True).visit()
    with psycopg.connect(stage.postgres.judge_dsn) as connection:
        missed = judge(connection, stage.gateways.journal(), told.tokens).missed
        connection.rollback()
    for role in others:
        stage.nursery.say("with", role)
    return missed.get(QUESTION, 0)
