"""The page's words in both languages, and how each writes numbers and days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

LANGUAGES = ("en", "fr")

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}

SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
}

WORDS: dict[str, tuple[str, str]] = {
    "title": ("What if: {name}", "Et si : {name}"),
    "lead": (
        "The candidate {name}, as if it had been in force from {start} to the day before {end}. "
        "Every lead is judged with what was known at its instant.",
        "La version candidate {name}, comme si elle avait été en vigueur du {start} à la veille du "
        "{end}. Chaque lead est jugé avec ce qui était connu à cet instant.",
    ),
    "headline": (
        "Qualified leads: {candidate} instead of {baseline}. Gained: {gained}; lost: {lost}.",
        "Leads qualifiés : {candidate} au lieu de {baseline}. Ajoutés : {gained} ; "
        "écartés : {lost}.",
    ),
    "figures": ("Figures", "Chiffres"),
    "figure": ("Figure", "Chiffre"),
    "baseline": ("In force", "En vigueur"),
    "candidate": ("Candidate", "Candidate"),
    "leads": ("Qualified leads", "Leads qualifiés"),
    "leads_per_week": ("Leads a week, on average", "Leads par semaine, en moyenne"),
    "promised_per_week": ("Promised a week, on average", "Promis par semaine, en moyenne"),
    "weeks_kept": (
        "Whole weeks within the agreed band",
        "Semaines entières dans la fourchette convenue",
    ),
    "precision": (
        "Precision: won ÷ resolved leads",
        "Précision : leads gagnés ÷ leads dénoués",
    ),
    "recall": (
        "Recall: won deals whose lead was called ÷ won deals",
        "Rappel : affaires gagnées dont le lead a été retenu ÷ affaires gagnées",
    ),
    "open": ("Leads with an open deal", "Leads dont l'affaire est ouverte"),
    "no_deal": ("Leads without a deal", "Leads sans affaire"),
    "weeks_above": ("Weeks above the capacity of sales", "Semaines au-delà de la capacité"),
    "of": ("{part} of {whole}", "{part} sur {whole}"),
    "per_week": ("Leads per week against the promise", "Leads par semaine face à la promesse"),
    "chart": (
        "Leads per week from {start} to the day before {end}. In force: {baseline} leads, between "
        "{baseline_low} and {baseline_high} a week. Candidate: {candidate} leads, between "
        "{candidate_low} and {candidate_high} a week. The rows are in what_if.csv.",
        "Leads par semaine du {start} à la veille du {end}. En vigueur : {baseline} leads, entre "
        "{baseline_low} et {baseline_high} par semaine. Candidate : {candidate} leads, entre "
        "{candidate_low} et {candidate_high} par semaine. Les lignes sont dans what_if.csv.",
    ),
    "leads_of": ("Leads, {side}", "Leads, {side}"),
    "promise_of": ("Promise, {side}", "Promesse, {side}"),
    "in_force_short": ("in force", "en vigueur"),
    "candidate_short": ("candidate", "candidate"),
    "changes": ("What would change", "Ce qui changerait"),
    "changes_of": (
        "Compared with version {version} of the agreement.",
        "Par rapport à la version {version} de l'accord.",
    ),
    "no_changes": (
        "Nothing: its rows are those of version {version}.",
        "Rien : ses lignes sont celles de la version {version}.",
    ),
    "load": ("Load per salesperson", "Charge par commercial"),
    "salesperson": ("Salesperson", "Commercial"),
    "load_baseline": ("Leads a week, in force", "Leads par semaine, en vigueur"),
    "load_candidate": ("Leads a week, candidate", "Leads par semaine, candidate"),
    "above_baseline": (
        "Weeks above the share, in force",
        "Semaines au-delà de la part, en vigueur",
    ),
    "above_candidate": (
        "Weeks above the share, candidate",
        "Semaines au-delà de la part, candidate",
    ),
    "load_note": (
        "A share is the weekly capacity ÷ {people} salespeople, those who received somebody in the "
        "period. Leads that none of them received are shared evenly: {baseline} in force, "
        "{candidate} of the candidate.",
        "Une part est la capacité hebdomadaire ÷ {people} commerciaux, ceux qui ont reçu quelqu'un "
        "pendant la période. Les leads qu'aucun n'a reçus sont répartis à parts égales : "
        "{baseline} en vigueur, {candidate} de la candidate.",
    ),
    "load_none": (
        "Nobody was handed to a salesperson in the period, so there is no load to show.",
        "Personne n'a été remis à un commercial pendant la période : pas de charge à montrer.",
    ),
    "caveats": ("To bear in mind", "À garder en tête"),
    "caveat_gained": (
        "Leads that the candidate would have called and that nobody called have no outcome. "
        "Gained leads without a deal: {without} of {gained}. Precision says nothing about them.",
        "Les leads que la candidate aurait retenus et que personne n'a retenus n'ont pas d'issue. "
        "Leads ajoutés sans affaire : {without} sur {gained}. La précision ne dit rien d'eux.",
    ),
    "caveat_open": (
        "Precision is over resolved leads alone (won, lost, recycled). Leads that are open or "
        "without a deal are counted apart: they may still turn out either way.",
        "La précision ne porte que sur les leads dénoués (gagnés, perdus, recyclés). Les leads "
        "ouverts ou sans affaire sont comptés à part : leur issue n'est pas connue.",
    ),
    "caveat_left_out": (
        "Left out: leads known only after a deal of the person existed ({baseline_deal} in force, "
        "{candidate_deal} candidate), and people of companies that were customers already "
        "({baseline_customer} and {candidate_customer}).",
        "Laissés de côté : les leads connus seulement après la création d'une affaire "
        "({baseline_deal} en vigueur, {candidate_deal} candidate) et les personnes d'entreprises "
        "déjà clientes ({baseline_customer} et {candidate_customer}).",
    ),
    "caveat_before": (
        "Deals won in the period whose lead had been called before it began: {count}. Neither "
        "version is credited with them.",
        "Affaires gagnées de la période dont le lead avait été retenu avant son début : {count}. "
        "Aucune des deux versions n'en est créditée.",
    ),
    "caveat_start": (
        "Gained leads that met the candidate's rules on its first day, by what they had done "
        "before: {count}.",
        "Leads ajoutés qui remplissaient les règles de la candidate dès son premier jour, par ce "
        "qu'ils avaient fait avant : {count}.",
    ),
    "caveat_same_world": (
        "Everything else stays as it happened: hand-offs, calls and deals follow the agreement "
        "that was in force. Whether a lost lead that was won would have been won all the same, "
        "nobody can tell.",
        "Tout le reste demeure tel que vécu : remises, appels et affaires suivent l'accord alors "
        "en vigueur. Nul ne sait si un lead écarté par la candidate mais conclu l'aurait été "
        "quand même.",
    ),
    "footer": (
        "Landing as of {as_of} UTC. Tables beside this page: what_if.csv (weeks), "
        "what_if_leads.csv (leads), what_if_figures.csv, what_if_load.csv.",
        "Données arrêtées au {as_of} UTC. Tables à côté de cette page : what_if.csv (semaines), "
        "what_if_leads.csv (leads), what_if_figures.csv, what_if_load.csv.",
    ),
}


def translator(language: str) -> Callable[..., str]:
    """A function that yields a word of the page in a language, with its blanks filled in."""
    position = LANGUAGES.index(language)

    def word(key: str, /, **blanks: object) -> str:
        return WORDS[key][position].format(**blanks)

    return word


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number as the language writes it."""
    written = f"{value:,.{decimals}f}"
    if language == "fr":
        # Narrow no-break space between thousands, comma before decimals.
        written = written.replace(",", "\u202f").replace(".", ",")
    return written


def percent(value: float | None, language: str) -> str:
    """A ratio in percent, a dash where there is none."""
    if value is None:
        return "–"  # noqa: RUF001
    return number(100 * value, language, 1) + ("\u202f%" if language == "fr" else "%")


def day(value: date, language: str) -> str:
    """A day, spelt out."""
    month = MONTHS[language].split()[value.month - 1]
    ordinal = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return f"{ordinal} {month} {value.year}"


def month(value: date, language: str) -> str:
    """A month and its year, in short."""
    return f"{SHORT_MONTHS[language].split()[value.month - 1]} {value:%y}"
