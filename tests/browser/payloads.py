"""Texts that would run a script wherever one place forgot to escape. Each would set `document.title` to CAUGHT."""

from __future__ import annotations

from itertools import product

CAUGHT = "caught"
CODE = f"document.title='{CAUGHT}'"
BARE = f"document.title=`{CAUGHT}`"

# Ways out of where a text may stand: an element, an attribute in either quotes, a script, a comment, a style, JSON.
WAYS_OUT = (
    "", '"', "'", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "</style>", '"}]}</script>', "]]>",
    "</option></select>", "</noscript>",
)  # fmt: skip
SCRIPTS = (
    f"<script>{CODE}</script>",
    f"<ScRiPt>{CODE}</sCrIpT>",
    f"<script src=data:text/javascript,{BARE}></script>",
    f'<img src=x onerror="{CODE}">',
    f"<img/src=x/onerror={BARE}>",
    f"<svg onload={BARE}>",
    f"<svg><script>{CODE}</script></svg>",
    f"<svg><animate onbegin={BARE} attributeName=x dur=1s>",
    f"<math><mtext><img src=x onerror={BARE}></mtext></math>",
    f"<iframe srcdoc='<script>parent.{BARE}</script>'></iframe>",
    f"<body onload={BARE}>",
    f"<details open ontoggle={BARE}>x</details>",
    f"<input autofocus onfocus={BARE}>",
    f"<video><source onerror={BARE}></video>",
)
ATTRIBUTES = tuple(
    f"{quote}{space}on{event}={BARE}{space}x={quote}"
    for quote, space, event in product(
        ('"', "'", "`"), (" ", "/", "\t"), ("error", "load", "focus autofocus tabindex=1")
    )
)
ADDRESSES = (
    f"javascript:{BARE}",
    f"JaVaScRiPt:{BARE}",
    f"java\tscript:{BARE}",
    f" javascript:{BARE}",
    f"javascript&colon;{BARE}",
    f"data:text/html,<script>opener.{BARE}</script>",
    f"vbscript:{BARE}",
)
TEMPLATES = (
    "{{ 7*7 }}", "${7*7}", "#{7*7}", "{% load x %}", f"{{{{constructor.constructor(\"{CODE}\")()}}}}",
    f"\\u003cscript\\u003e{BARE}\\u003c/script\\u003e", f"&lt;script&gt;{BARE}&lt;/script&gt;",
    f"\ufeff<script>{BARE}</script>", f"<\N{ZERO WIDTH SPACE}script>{BARE}</script>",
    f"\N{RIGHT-TO-LEFT OVERRIDE}<svg onload={BARE}>",
    f"\\\";{BARE};//", f"\\';{BARE};//", f"\N{LINE SEPARATOR}{BARE}//", f"`;{BARE};`",
)  # fmt: skip

PAYLOADS = (*(way + script for way, script in product(WAYS_OUT, SCRIPTS)), *ATTRIBUTES, *ADDRESSES, *TEMPLATES)
