"""Where the cast's orders go: invented addresses, as orders keep them."""


def address(name: str, street: str, postcode: str, city: str, country: str = "DE", more: str = "") -> dict[str, str]:
    """An address in its parts; `country` as ISO 3166 code. Empty parts are left out."""
    parts = {"name": name, "street1": street, "street2": more, "postcode": postcode, "city": city, "country": country}
    return {part: text for part, text in parts.items() if text}


CHLOE = address("Chloe Lee", "Fischerallee 18", "22763", "Hamburg", more="3rd floor")
KATE_W = address("Kate W.", "Elbterrasse 9", "22587", "Hamburg")
KENJI = address("Kenji Watanabe", "2-11 Minatomachi", "231-0019", "Yokohama", "JP")
PRIYA = address("Priya Raman", "Lindenstieg 27", "10969", "Berlin")
DIETER = address("Dieter Krämer", "Am Deich 3", "26506", "Norden")
TOMAS = address("Tomás Herrera", "Calle del Faro 12", "41004", "Sevilla", "ES", more="Casa Herrera")
AMELIE = address("Amélie Fontaine", "14 rue des Tilleuls", "69003", "Lyon", "FR")
LENA = address("Lena Petrosyan", "Kastanienhof 5", "04109", "Leipzig")
BARBARA = address("Bàrbara Puig", "Carrer de l’Olivera 8", "08004", "Barcelona", "ES")
OWEN = address("Owen Gallagher", "3 Strand Cottages", "F91 E1C2", "Sligo", "IE")
SIOBHAN = address("Siobhán O'Keeffe", "21 Harbour View", "T12 XY00", "Cork", "IE")
MARCUS = address("Marcus Bell", "7 Quay Lane", "EX1 1AA", "Exeter", "GB")
YARA = address("Yara Haddad", "Kirschweg 40", "50667", "Köln")
INGRID = address("Ingrid Solberg", "Fjordgata 6", "7010", "Trondheim", "NO")
