"""Lumenia, the simulated company: what is fixed about it whatever the seed and the size."""

from __future__ import annotations

from dataclasses import dataclass

from demo.clock import SECOND, day_number, instant_of

DOMAIN = "lumenia.example"
SITE = "https://www.lumenia.example"
PORTAL = 26_081_933

FIRST_DAY = day_number(2023, 7, 1)
LAST_DAY = day_number(2026, 6, 30)
BEGIN = instant_of(2023, 7, 1)
AS_OF = instant_of(2026, 7, 1)
RULE_CHANGE = instant_of(2025, 7, 1)

# Nobody was handed to sales in the week of 15 August 2024: the promise failed.
FAILED_WEEK = "2024-W33"

STUDENT_DOMAIN = "etu-lyon.example"
FREE_DOMAINS = ("gmail.com", "outlook.fr", "orange.fr")


@dataclass(frozen=True)
class Colleague:
    """Someone who works at Lumenia and uses the CRM."""

    number: int
    first_name: str
    last_name: str
    team: str

    @property
    def owner_id(self) -> int:
        """Their id as an owner in the CRM."""
        return 410_000_000 + self.number

    @property
    def user_id(self) -> int:
        """Their id as a user of the CRM."""
        return 61_000_000 + self.number

    @property
    def email(self) -> str:
        """Their address."""
        first, last = self.first_name.lower(), self.last_name.lower()
        return f"{first}.{last}@{DOMAIN}".replace("é", "e").replace("è", "e").replace("ï", "i")


SALES = tuple(
    Colleague(number, first, last, "sales")
    for number, (first, last) in enumerate(
        [
            ("Marc", "Delorme"),
            ("Sophie", "Garnier"),
            ("Julien", "Perrot"),
            ("Amélie", "Rousset"),
            ("Karim", "Haddad"),
            ("Elise", "Vasseur"),
            ("Thomas", "Leclerc"),
            ("Ines", "Barbier"),
        ],
        start=1,
    )
)
# She came last and has not lost a deal yet; leads are not dealt to her.
NEWCOMER = Colleague(9, "Noémie", "Aubert", "sales")
MARKETING = tuple(
    Colleague(number, first, last, "marketing")
    for number, (first, last) in enumerate(
        [("Claire", "Fabre"), ("Hugo", "Meunier"), ("Lea", "Colin")], start=21
    )
)
SERVICE = tuple(
    Colleague(number, first, last, "service")
    for number, (first, last) in enumerate(
        [("Nadia", "Benali"), ("Paul", "Joubert"), ("Camille", "Renaud"), ("Yanis", "Morel")],
        start=41,
    )
)
COLLEAGUES = (*SALES, NEWCOMER, *MARKETING, *SERVICE)
TEAMS = {"sales": 501, "marketing": 502, "service": 503}

# Forms of the site: guid, name in the CRM, page.
FORMS = {
    "contact_form_submitted": ("5f0c1c52-0001", "Contact", "/contact"),
    "demo_requested": ("5f0c1c52-0002", "Demo request", "/demonstration"),
    "white_paper_downloaded": ("5f0c1c52-0003", "White paper", "/livre-blanc/facture-electronique"),
    "webinar_registered": ("5f0c1c52-0004", "Webinar registration", "/webinaire"),
    "landing_page_form_submitted": ("5f0c1c52-0005", "Landing page", "/offre/essai"),
    "newsletter_subscribed": ("5f0c1c52-0006", "Newsletter", "/newsletter"),
    "form_submitted": ("5f0c1c52-0007", "Job application", "/recrutement"),
}

# Forms of a single content: a white paper and a webinar that have one of their own.
CONTENT_FORMS = {
    "cash flow": ("5f0c1c52-0008", "White paper: cash flow", "/livre-blanc/tresorerie"),
    "reform": ("5f0c1c52-0009", "Webinar: the reform", "/webinaire/reforme"),
}

PRICING_PAGE = "/tarifs"
PAGES = (
    ("/", "Lumenia"),
    ("/produit", "Produit"),
    ("/produit/facturation", "Facturation électronique"),
    ("/produit/tresorerie", "Trésorerie"),
    ("/clients", "Nos clients"),
    ("/blog/relances-clients", "Relancer ses clients"),
    ("/blog/reforme-facture-electronique", "La réforme de la facture électronique"),
    ("/blog/tableau-de-bord-tresorerie", "Un tableau de bord de trésorerie"),
    ("/livre-blanc/facture-electronique", "Livre blanc"),
    ("/webinaire", "Webinaires"),
    ("/contact", "Contact"),
    ("/demonstration", "Demander une démonstration"),
    ("/aide", "Aide"),
    ("/newsletter", "La lettre de Lumenia"),
)

PRODUCTS = ("Lumenia Factures", "Lumenia Trésorerie", "Lumenia Services")

# Pipelines of the CRM: id, label and stages (id, label, probability, closed, won).
NEW_BUSINESS_PIPELINE = "default"
RENEWAL_PIPELINE = "renewals"
STAGES = {
    NEW_BUSINESS_PIPELINE: (
        ("appointmentscheduled", "Rendez-vous pris", 0.2, False, False),
        ("presentationscheduled", "Démonstration faite", 0.4, False, False),
        ("contractsent", "Proposition envoyée", 0.7, False, False),
        ("closedwon", "Gagné", 1.0, True, True),
        ("closedlost", "Perdu", 0.0, True, False),
    ),
    RENEWAL_PIPELINE: (
        ("renewal_prepared", "À renouveler", 0.6, False, False),
        ("renewal_proposed", "Proposition envoyée", 0.8, False, False),
        ("renewal_won", "Renouvelé", 1.0, True, True),
        ("renewal_lost", "Non renouvelé", 0.0, True, False),
    ),
}

# Microseconds from a change in a tool to its arrival by the connector.
SYNC_DELAY = 20 * 60 * SECOND
