"""Invented customers of the generated orders, as data: none shares a name with the cast."""

from typing import NamedTuple


class Invented(NamedTuple):
    """A customer; `local` is the part before the @ of an e-mail address, "" for none."""

    name: str
    local: str
    country: str


PEOPLE = tuple(
    Invented(*line.split("|"))
    for line in """\
Žofia Nováková|zofia.novakova|CZ
Łukasz Wójcik|lukasz.wojcik|PL
Małgorzata Zielińska|m.zielinska|PL
Søren Østergaard|soren.o|DK
Åsa Björklund|asa.bjorklund|SE
Þórdís Jökulsdóttir|thordis|IS
Zoë van der Velde|zoe.vdv|NL
Jürgen Großmann|j.grossmann|DE
Käthe Müller-Lüdenscheidt|kaethe.ml|DE
Anton Brückner|anton.brueckner|DE
Greta Sommerfeld|greta.sommerfeld|DE
Friedrich Achterberg|f.achterberg|DE
Wiebke Thomsen|wiebke.t|DE
Holger Petersen|holger.petersen|DE
Sabine Vogelsang|sabine.vogelsang|DE
Thorsten Eichhorn|t.eichhorn|DE
Ulrike Schönfeld|ulrike.schoenfeld|DE
Matthias Rosenthal|m.rosenthal|DE
Heidrun Falkenhagen|heidrun.f|DE
Björn Hagedorn|bjoern.hagedorn|DE
Franziska Oelke|franziska.oelke|DE
François Lefèvre|francois.lefevre|FR
Hélène Dubois|helene.dubois|FR
Noémie Garçon|noemie.garcon|FR
Étienne Peltier|etienne.peltier|FR
Océane Marchand|oceane.marchand|FR
Íñigo Echeverría|inigo.eche|ES
Núria Vallès i Roig|nuria.valles|ES
Begoña Ibáñez|begona.ibanez|ES
João Gonçalves|joao.goncalves|PT
Conceição Magalhães|c.magalhaes|PT
Chiara D’Angelo|chiara.dangelo|IT
Niccolò Ferrari|niccolo.ferrari|IT
Giulia Esposito|giulia.esposito|IT
Ștefan Țăranu|stefan.taranu|RO
Ivana Đorđević|ivana.djordjevic|RS
Šarūnas Žukauskas|sarunas.z|LT
Kārlis Ozoliņš|karlis.ozolins|LV
Ülle Põder|ulle.poder|EE
Äiti Mäkinen|aiti.makinen|FI
Erzsébet Szűcs|erzsebet.szucs|HU
Ömer Yıldız|omer.yildiz|TR
Ayşe Çelik|ayse.celik|TR
Ελένη Παπαδοπούλου|eleni.papa|GR
Γιώργος Νικολαΐδης|giorgos.n|GR
Ольга Кузнецова|olga.kuz|BG
Димитър Стоянов|dimitar.stoyanov|BG
Оксана Шевчук|oksana.shevchuk|UA
Тарас Бондаренко|taras.bondarenko|UA
Անի Սարգսյան|ani.sargsyan|AM
ნინო ბერიძე|nino.beridze|GE
佐藤 花子|hanako.sato|JP
鈴木 一郎|ichiro.suzuki|JP
高橋 さくら|sakura.takahashi|JP
김민준|minjun.kim|KR
이서연|seoyeon|KR
王小明|xiaoming.w|CN
陳美玲|meiling.chen|TW
ليلى المنصوري|layla.m|AE
يوسف الحسن|yusuf.alhasan|AE
דנה אברהמי|dana.avrahami|IL
סמדר גולן|smadar.golan|IL
आरव शर्मा|aarav.sharma|IN
मीरा देशपांडे|meera.deshpande|IN
தமிழரசி செல்வம்|tamil.selvam|IN
สมชาย ใจดี|somchai|TH
Nguyễn Thị Hương|huong.nguyen|VN
Thandiwe Mbeki|thandiwe.m|ZA
Chukwuemeka Adeyemi|emeka.adeyemi|NG
Wanjirũ Kamau|wanjiru.kamau|KE
Keoni Kahananui|keoni.k|US
Shawna Whitehorse|shawna.whitehorse|US
Deborah Vandermeer|deb.vandermeer|US
Terrence Jefferson|terrence.j|US
Graham Fotheringay|graham.f|GB
Philippa Ashworth|pippa.ashworth|GB
Rhys ap Gwilym|rhys.apgwilym|GB
Mhairi MacGillivray|mhairi.mg|GB
Alistair Thistlethwaite|a.thistlethwaite|GB
Gráinne Ní Dhomhnaill|grainne.nd|IE
Pádraig Ó Súilleabháin|padraig.os|IE
Urs Zürcher|urs.zuercher|CH
Ladina Caflisch|ladina.caflisch|CH
Leopold Hofstätter|leopold.h|AT
Theresia Würzlmayr|theresia.w|AT
Joost de Vries|joost.devries|NL
Marijke Hoekstra|marijke.hoekstra|NL
Griet Vanhoutte|griet.vanhoutte|BE
Xavier Thill|xavier.thill|LU
Q||DE
""".splitlines()
)
# Country -> where its orders go: street, postcode, city.
PLACES = {
    "AE": ("Palm Street 12", "", "Sharjah"), "AM": ("Abovyan 8", "0001", "Yerevan"),
    "AT": ("Feldgasse 3", "5020", "Salzburg"), "BE": ("Korenmarkt 17", "9000", "Gent"),
    "BG": ("ул. Липа 5", "4000", "Пловдив"), "CH": ("Seestrasse 21", "6003", "Luzern"),
    "CN": ("长江路 18号", "210005", "南京"), "CZ": ("Květná 7", "602 00", "Brno"),
    "DE": ("Gartenweg 11", "24103", "Kiel"), "DK": ("Havnegade 4", "8000", "Aarhus"),
    "EE": ("Pikk 9", "51013", "Tartu"), "ES": ("Calle Mayor 30", "50001", "Zaragoza"),
    "FI": ("Rantakatu 6", "20100", "Turku"), "FR": ("5 place du Marché", "35000", "Rennes"),
    "GB": ("18 Mill Road", "YO1 7HH", "York"), "GE": ("რუსთაველის 2", "4600", "ქუთაისი"),
    "GR": ("Οδός Ερμού 14", "546 24", "Θεσσαλονίκη"), "HU": ("Fő utca 22", "6720", "Szeged"),
    "IE": ("Mill House, Bridge Street", "H91 XY12", "Galway"), "IL": ("רחוב הגפן 7", "3303218", "חיפה"),
    "IN": ("12 Lake Road", "411001", "Pune"), "IS": ("Hafnarstræti 3", "600", "Akureyri"),
    "IT": ("Via Roma 15", "37121", "Verona"), "JP": ("港町1-2-3", "231-0017", "横浜市"),
    "KE": ("Moi Avenue 40", "80100", "Mombasa"), "KR": ("해운대로 25", "48094", "부산"),
    "LT": ("Laisvės alėja 50", "44250", "Kaunas"), "LU": ("12 rue de la Gare", "4010", "Esch-sur-Alzette"),
    "LV": ("Lielā iela 8", "3401", "Liepāja"), "NG": ("9 Marina Close", "101241", "Lagos"),
    "NL": ("Oude Gracht 33", "3511 AB", "Utrecht"), "PL": ("ul. Długa 19", "80-827", "Gdańsk"),
    "PT": ("Rua das Flores 10", "4050-262", "Porto"), "RO": ("Strada Lungă 44", "500035", "Brașov"),
    "RS": ("Дунавска 6", "21000", "Нови Сад"), "SE": ("Storgatan 2", "411 24", "Göteborg"),
    "TH": ("88 ถนนนิมมานเหมินท์", "50200", "เชียงใหม่"), "TR": ("Kıbrıs Caddesi 16", "35220", "İzmir"),
    "TW": ("中正路 20號", "700", "臺南市"), "UA": ("вул. Паркова 13", "79000", "Львів"),
    "US": ("410 Maple Avenue", "97201", "Portland, OR"), "VN": ("24 Trần Phú", "550000", "Đà Nẵng"),
    "ZA": ("6 Church Street", "8001", "Cape Town"),
}  # fmt: skip
# Numbers that regulators keep free for invented people; {} is two figures.
PHONES = {
    "DE": "+49 171 39200{}", "GB": "+44 7700 9000{}", "FR": "+33 6 39 98 00 {}",
    "US": "+1 503 555 01{}", "IE": "+353 20 917 00{}",
}  # fmt: skip
