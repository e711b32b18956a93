"""The passwords that everybody tries first, from eight letters up; shorter ones are refused for their length."""

WORDS = """
password passw0rd p@ssword p@ssw0rd pa55word passwort kennwort contraseña motdepasse wachtwoord senha123 password1
12345678 123456789 1234567890 0123456789 9876543210 987654321 87654321 11111111 00000000 12341234 11223344 12344321
123123123 123321123 147258369 159357258 159753456 741852963 789456123 456789123 13131313 12121212 10203040 20202020
qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwertz123 qwertzui qwertzuiop azertyui azertyuiop asdfghjk asdfghjkl
asdfasdf asdf1234 zxcvbnm1 zxcvbnm123 zxcvbnm, 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc q1w2e3r4 q1w2e3r4t5 qazwsxedc
qweasdzxc qweqweqwe 1234qwer qwer1234 abcd1234 1234abcd abc12345 a1b2c3d4 aa123456 a1234567 a12345678 aaaaaaaa abcdefgh
abcdefghi abc123456 iloveyou iloveyou1 iloveyou2 ilovegod lovelove loveyou1 princess princess1 sunshine sunshine1
football baseball basketball softball liverpool manchester chelsea1 arsenal1 barcelona juventus realmadrid superman
batman123 spiderman starwars pokemon1 nintendo minecraft fortnite naruto12 dragon12 dragonball michael1 jennifer
jessica1 michelle jonathan benjamin charlie1 samantha victoria elizabeth alexander christian nicholas patricia
welcome1 welcome123 welcome12 willkommen bienvenue letmein1 letmein123 trustno1 changeme changeme1 changeit default1
administrator admin123 admin1234 admin12345 adminadmin rootroot toortoor testtest test1234 test12345 testing1 guest123
computer internet facebook google123 whatsapp instagram samsung1 iphone12 microsoft windows1 master12 master123
killer12 shadow12 monkey12 monkey123 tigger12 hello123 hello1234 hellohello whatever whatever1 nothing1 secret12
secret123 mypassword yourpassword thepassword newpassword oldpassword passpass pass1234 pass12345 password12 password123
summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2026 autumn2026 sommer2026 herbst2026
january1 february september october1 november december monday12 tuesday1 thursday friday13 saturday sunday12
butterfly chocolate strawberry pineapple blueberry cinnamon rainbow1 flower12 lovely12 beautiful precious angel123
blessed1 jesus123 jesuschrist freedom1 forever1 midnight moonlight starlight sunflower snowball mercedes porsche1
ferrari1 corvette mustang1 yamaha12 harley12 schalke04 hallo123 hallo1234 ficken12 schatz12 liebe123 soleil12 doudou12
corazon1 teamo123 estrella mariposa bonjour1 counterfoil merchant orders123 customer shopify1 shop1234 store123
"""
COMMONEST = frozenset(WORDS.split())
