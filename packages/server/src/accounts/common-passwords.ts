/**
 * What people choose most and guessers try first (NIST SP 800-63B-4 §3.1.1.2 wants a block-list). Passwords, and the words, names and
 * places that longer passwords are made of; runs, repetitions and years are computed (password-rules.ts). Lower case.
 */
export const commonTerms: readonly string[] = [
  // Said of passwords themselves.
  ...words(
    'password passwort passwd passcode passphrase pass kennwort motdepasse contrasena senha parola secret secreto',
  ),
  ...words('private confidential letmein openup opensesame sesame access login logon signin enter welcome willkommen'),
  ...words('bienvenue changeme changeit change default temp temporary guest demo test testing tester trial sample'),
  ...words('example admin administrator administrador root toor super superuser sysadmin system master manager user'),
  ...words('username account security secure safe unlock trustno trustnoone nothing none null undefined whatever'),
  ...words('idontknow forgot forgotten remember hello hallo hola bonjour goodbye please thankyou thanks computer'),
  ...words('internet server network windows microsoft google apple iphone android samsung facebook instagram youtube'),
  ...words('twitter linkedin amazon netflix oracle cisco linux ubuntu database mysql postgres nokia sony dell'),
  // What is loved.
  ...words('iloveyou iloveu loveyou ilove teamo tequiero loveme lovely lover forever always love heart angel sweet'),
  ...words(
    'sweetheart honey baby babygirl babyboy princess prince queen king sunshine sunflower flower rainbow butterfly',
  ),
  ...words('beautiful pretty cutie happy smile lucky friends friend family mother father mummy daddy sister brother'),
  ...words('jesus christ jesuschrist blessed blessing faith heaven hope grace god godisgood amen trinity genesis'),
  // Creatures and things.
  ...words('dragon monkey tiger lion panther eagle falcon phoenix dolphin horse mustang pony kitty kitten puppy doggy'),
  ...words('buster bailey charlie maggie rocky shadow ginger pepper peanut cookie chocolate cheese banana orange'),
  ...words('strawberry cherry coffee pizza summer winter spring autumn january february march april june july august'),
  ...words('september october november december monday tuesday wednesday thursday friday saturday sunday sommer'),
  ...words('silver golden diamond purple yellow black white green blue red pink star stars moon galaxy ocean thunder'),
  ...words('lightning storm fire water freedom liberty peace power energy magic wizard mystery hunter killer ninja'),
  ...words('warrior soldier legend hero champion winner'),
  // Games, sport and stories.
  ...words('football soccer baseball basketball hockey tennis golf golfer cricket rugby wrestling boxing skate surf'),
  ...words('liverpool arsenal chelsea manchester united barcelona realmadrid juventus bayern dortmund celtic rangers'),
  ...words('lakers yankees cowboys steelers packers eagles raiders patriots redsox bulls ferrari porsche mercedes bmw'),
  ...words(
    'corvette harley yamaha honda toyota jaguar starwars startrek skywalker yoda vader batman superman spiderman',
  ),
  ...words(
    'ironman avengers pokemon pikachu mario zelda minecraft fortnite roblox gamer playstation nintendo xbox matrix',
  ),
  ...words(
    'gandalf frodo hobbit hogwarts potter harrypotter simpsons snoopy garfield mickey minnie disney naruto metallica',
  ),
  ...words('nirvana eminem beatles slipknot rockstar music guitar'),
  // First names that stand among the most used passwords.
  ...words('michael jennifer michelle jessica ashley nicole daniel andrew joshua matthew anthony jordan thomas robert'),
  ...words('william george richard charles joseph david james john brian kevin steven justin brandon alexander'),
  ...words('nicholas benjamin samantha amanda stephanie elizabeth victoria natasha vanessa patricia barbara andrea'),
  ...words(
    'alejandro carlos roberto fernando ricardo maria sophie hannah martin stefan thomas andreas sebastian patrick',
  ),
  // Cities and countries.
  ...words('london paris berlin newyork chicago dallas boston texas california america england germany france canada'),
  ...words('australia brasil mexico jakarta indonesia india pakistan philippines'),
  // Walks over a keyboard that no row or alphabet explains.
  ...words(
    'qazwsx qazwsxedc wsxedc 1qaz2wsx 1q2w3e 1q2w3e4r 1q2w3e4r5t 5t6y7u 5t6y7u8i 9o0p q1w2e3 q1w2e3r4 zaq1 zaq12wsx xsw2 qweasd qweasdzxc',
  ),
  ...words('asdzxc abc123 a1b2c3 147258369 789456123 159753 741852963'),
];

function words(text: string): string[] {
  return text.split(' ');
}
