"""Names of people and companies, invented."""

from __future__ import annotations

import unicodedata

from demo.dice import Dice


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words(
    "Adèle Agathe Alain Alice Antoine Arnaud Aurélie Baptiste Bastien Béatrice Benoît Caroline "
    "Cécile Charlotte Chloé Christophe Clément Corinne Damien David Delphine Denis Emma Éric "
    "Étienne Fabien Fatima Florence François Gaël Gilles Guillaume Hélène Inès Isabelle Jérôme "
    "Julie Karine Laurent Léon Louise Lucie Manon Marion Mathilde Mehdi Michel Nathalie Nicolas "
    "Noémie Olivier Pascal Pauline Philippe Quentin Raphaël Romain Sabrina Samuel Sandrine "
    "Sébastien Simon Sonia Stéphane Sylvie Théo Valérie Vincent Virginie Xavier Yasmine Yves"
)
LAST_NAMES = _words(
    "Allard Aubert Bailly Barre Baudry Benoit Berger Besson Blanc Bonnet Boucher Bourgeois "
    "Brunet Carpentier Chevalier Clement Cordier Cousin Da-Silva Daniel David Deschamps Diallo "
    "Dubois Dufour Dumas Dupuis Etienne Faure Fleury Fontaine Fournier Gaillard Gauthier Gerard "
    "Giraud Guerin Guillot Henry Hubert Humbert Jacquet Lambert Langlois Lebrun Lefort Legrand "
    "Lemoine Leroux Maillard Marchand Martel Masson Mercier Michaud Millet Moulin Navarro "
    "Nguyen Olivier Paris Pasquier Pelletier Petit Picard Poirier Prevost Renard Rey Rivière "
    "Roche Royer Sauvage Schmitt Tessier Traoré Vallet Vidal Weber"
)
_BEGINNINGS = _words(
    "Alto Arca Axi Belva Brio Calo Cento Clari Coda Cora Delta Domi Ecla Esti Fara Fidel Galia "
    "Helio Idra Junia Kera Lago Linea Mara Meri Nova Octa Opti Orma Pala Quanta Resi Sola "
    "Stella Terra Ulti Vega Vela Viva Zelia"
)
_ENDINGS = _words(
    "bat conseil dis fab form ges group ia industrie lab lis log mat med net pack pharma plast "
    "soft sys tech tex trans vert"
)
INDUSTRIES = (
    "Construction",
    "Food production",
    "Health care",
    "Industrial machinery",
    "Information technology",
    "Logistics",
    "Professional services",
    "Retail",
    "Textiles",
    "Wholesale",
)
JOBS = (
    "Directeur financier",
    "Responsable comptable",
    "Contrôleur de gestion",
    "Directrice générale",
    "Responsable administratif",
    "Comptable",
    "Acheteuse",
    "Responsable informatique",
)
COUNTRIES = (("France", 78.0), ("Belgium", 7.0), ("Switzerland", 5.0), ("United States", 10.0))


def plain(text: str) -> str:
    """The text in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def company_name(dice: Dice) -> str:
    """A company's name."""
    return dice.pick(_BEGINNINGS) + dice.pick(_ENDINGS)
