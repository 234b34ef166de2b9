package facts

// functionWords and newsWords are never part of a person's name; in a
// headline, where every word has a capital, they part the names.
var functionWords = set(`a about above according across after again against ahead aka all almost along already also although am amid among an and
	any are aren't around as at away back be because been before behind being below beside besides between beyond both but by
	can can't cannot could couldn't despite did didn't do does doesn't doing don't down during each either else even ever every
	few first for from further get gets getting give gives given go goes going got had hadn't has hasn't have haven't having he
	he'd he'll he's her here here's hers herself him himself his how i i'd i'll i'm i've if in inside instead into is isn't it
	it'll it's its itself just last let like many may maybe me might mine more most much must my myself near neither never new
	next no nobody none nor not nothing now of off often on once one only onto or other others our ours out over own per
	perhaps quite rather really same says said say several she she'd she'll she's should shouldn't since so some
	something soon still such than that that's the their theirs them themselves then there there's these they they'd they'll
	they're they've this those though through thus to today together tomorrow tonight too toward towards two under unless until up upon
	us very via vs was wasn't way we we'll we're we've were weren't what what's when whenever where whether which while who
	who'll who's whom whose why will with within without won't would wouldn't yes yet you you'll you're you've your yours
	three four five six seven eight nine ten second third fourth fifth`)

var newsWords = set(`doubts doubt suspends suspend rips weds dishes dish blasts bashes roasts roasted mocks mocked trolls trolled hints spills swears vowed urges urged defends defended probes
	fires fired sues sued hails hailed recreates crashes crushes reunites gave took got went came kept met saw told thought felt un-renewed unrenewed whopping ups including canned shelved run runs breakout standout hunk heartthrob stalwart mainstay newcomer scene-stealer legend castmate reins solo showrunning exclusive breaking hands handed grants granted pushes pushing rolls rolling roll doubles doubling axe ax recommissions recommissioned commissions commissioned nixes nixed opts
	mulls weighs inked doles postpones postponed schedules recasts circling circles rounds fills plots preps prepping toplining fronts fronted co-leads renewing pickup go-ahead
	extends extended bumps bumped resumes resumed pauses paused completes completed commences kicked confirming premiering nears sparks slaps drops grabs snags snagged scoring landing
	cancelling canceling ordering casting-news upping promoting tapping trims orders lining lined locks reups re-ups lifts heading helm helms helming penning oversees oversee inherits accused acquires acquired actor actors actress adaptation added adding adds addition admits admitted ahead airs aired air airing
	alleges alum alums animated announce announced announces anthology appear appears appeared appearance apparently arrest arrested arrives
	arrive asks award awards axed axes axing based beats becomes become begin begins began bids biggest big biopic birthday boards boarded boss bosses
	bows breaks bring brings broadcast bubble buys calls called cameo cancel canceled cancelled cancels cancellation canceling cast casts casting celebrates
	celebrity cements ceo change changes channel chapter character characters child children claims classic clip close closes co-creator
	co-host co-star co-showrunner co-stars comedian comedies comedy comes comic comeback coming companion confirm confirmed confirms
	continue continues controversial creator creators crew crime critics dad dates date daughter dead deal death debut debuts delay
	delayed delays details develop developing develops development died dies die direct directed director directors directs discuss discusses
	documentary docuseries drama dramas dramedy drop dropped drops due early eight-episode ending ends end ended ep episode episodes epic
	event everyone everything exclusive exec executive exit exits exiting expands explain explains explained eyes eyed faces facing fall family
	famous fan fans fantasy fate favorite favourite feature featuring features feud fight figure film films filming filmmaker final finale
	finally finds find first-look follow-up following follows former franchise full funny game gay gen gives goes gone good great greatest
	greenlights greenlit greenlight green-lights guest guest-star guest-starring guests guide halts half happen happened head headed headline headlines heads help helps hero
	historic history hit hits holiday home honor honors hopes horror host hosted hosting hosts hot hour huge husband iconic ill inks inside
	interview involved join joined joining joins judge kicks kids kill killed killer kills know known lands landed late latest launch launches
	lead leader leading leads leave leaves leaving left legacy legend legendary life limited lines list little live-action lives looks look
	lose loses loss lost love made major make makes making man meet meets midseason mini-series miniseries minutes mom month months
	morning mother mourn mourned move moves movie movies music musical mystery nab nabs names named network news night nominated nominees
	not-so obituary offer offers official officially old older open opens opposite order ordered orders origin original out part parts past
	people performance pick picked pickup picks pilot pilots place plan plans play played playing plays playwright plot podcast police
	portray portrays post poster praises premiere premiered premieres premiering prequel president press previously prime problem procedural produce
	producer producers produces producing production project promote promoted promotes promo protest pull pulled pulls push pushed put puts
	question quits quit quits quirky ratings react reacts reaction read ready real real-life reality reason reasons reboot rebooted recalls recap
	reckoning recur recurring recurs recast reflects regular regulars release released releases remake remember remembering remembers removed renew renewal renewed renews replace
	replaced replaces replacing report reported reportedly reports reprise reprises return returning returns returned reunion reunite reunites reveal
	revealed reveals reveal review reviews revival revived revives role roles romance romantic rumor rumors rumours sad sale save saved saves say saying scene
	scenes scheduled score scores scripted season seasons secrets seek seeks selects sequel series set sets sexy share shared shares
	shift shifts shoot shooting shoots short shot show showrunner showrunners shows shut shuts silence sign signed signs simple
	singer sitcom sketch slams slate slated soap son song special spin-off spinoff spoiler spoilers stage stand-up standup star starred
	starring stars start starts started status stay stays step steps stop stops stories story storyline stream streamer streaming streams
	strike stuns studio summer supernatural surprise surprising suspended take takes taken taking talk talks taps tapped team team-up teams
	teaser teases tell tells thanks thing things think thinks thriller time times title titles to-series tops topline toplines trailer tribute truth
	try tv unveils update upcoming update upfronts upped use used version veteran vet video viewers villain vs walks wants war
	warns watch watched weapons week weekend weeks welcomes western why wife win winner winning wins winter woman women won word work world worst
	wrap wrapped wraps write writer writers writes writing written wrong year years young younger guests guest-stars tweets pens
	addresses adult agree announcement anniversary attack audition bad behind-the-scenes best best-picture bigger book books brother business
	capital car case comedy-drama company contract cover covers crowd cute dark day days days deep defends dept detective dining discovers disney+
	doctor donates door dream dreams drug earn earns emmy emmy-winning emmys face fame father fashion fear feel feels felt female finding fire
	free friend friends fun future gear gets girl girlfriend glimpse globe goodbye gorgeous grammy group guy happy hard hate heart hilarious hilariously hollywood
	honest honestly house human idea image inspired instagram introducing jail job joke jokes kidding knows lady later laugh law lawsuit lawyer learns
	least lesson letter lie light local long longest looking low main massive match matter memory message million minute miss missing mistake moment money month
	most-watched name nearly need needs negotiations number oscar oscar-winning outfit owner pain pair partner party perfect person photo photos point
	popular possible potential power pregnant pretty prison private quick quietly rare reboots reference relationship responds response rest rights
	risk rock royal rules rumored running scary school screen script see seen seems sees self sends serious shock shocking show's showdown sick side single sister six-episode
	small social soul sounds speaks spot step-by-step still straight strange street stunning suit support talent talking teen ten-episode
	thanksgiving threat through throwback ticket tiktok top total touching town toxic tragedy turn turned turns twist twitter two-season unexpected voice voiced voices
	voted wait walk want wanted wardrobe waiting water wedding weird well white-hot whole wild will-they wish wonder worth wow gifted
	scrapped farewell odds violent interruption breaks removed storyline inspired inspired impersonator mvp axed casual response hostilities
	titled entitled dubbed retitled novel novels memoir podcast denies denied dismisses debunks refutes rumour rumours reports
	opening closed closing entire opener chat chats conversation guesting scary-good boxset bosses' showrunning directing acting debuted premise
	dropping comments shared uncertain eight-part six-part three-part two-part four-part limited-series tv-series thing's remains renewals cancellations
	british american english irish scottish welsh french german italian spanish australian canadian japanese korean indian mexican russian chinese european
	minister detective officer sergeant inspector president senator mayor governor happening created produced developed underway cameras apologizes admits according ghoulish ratings ever nominee actors' sources insiders exec execs executives studio's overall pact first-ever long-running award-winning`)

// softWords are common words that are surnames as well: they belong to a name
// when a given name stands before them.
var softWords = set(`banks bell berry best bird black blue book bridges brook brooks brown burns bush butler carpenter carter case chance
	chase church clay cole cook cooper cox cross day dean drake duke english fields fisher flowers ford forest fox freeman french frost
	gold good gray green grey hale hall hand hart hill hills holly hood hope house hunt hunter irons judge justice key king kings knight
	lake lamb land lane law lawless lee light little long lord love low major march marsh mason may miller mills money moon moss night
	noble north page paris park parks parker peak perry pike pine pitt pool poole pope porter power powers price prince quick rain reed
	reeves rhodes rice rich ritter rivers rock rose rush ryan sales shepherd short silver singer small smart snow south sparks speed
	star stark starr steel stone street strong summer summers swift taylor temple turner underwood wade walker walks wall walls ward waters
	weaver webb wells west west white wild wilde winter winters wise wolf wood woods worth wright young winning swan thorne guest cross law`)

// ranks stand before a character's name and are not part of it.
var ranks = set(`detective det. officer sergeant sgt. sgt lieutenant lt. lt captain capt. capt commander cmdr. cmdr colonel col. col general gen. gen agent
	inspector chief deputy admiral constable sheriff president senator sen. sen governor gov. gov mayor minister secretary ambassador former prime british american special
	corporal private major nurse firefighter paramedic lawyer attorney reporter da fbi cia nypd lapd ncis mi5 mi6 superintendent
	counselor coach vice first dci di dc dsi ds dr. dr`)

// givenNames are common first names; a capitalised run that begins with one
// is taken for a person.
var givenNames = set(`ada abbie abe addison adela agatha agnes ahmed aileen ailsa alastair aled aleksandr alessandra alessandro alexandre alexei alf alina alistair alma
	alvin amaka amara amelie amina amir amit amos amrita anders angus anil anjali anjelica ankita annabel annabelle anneliese annette annika anouk ansa
	anthea antoine aoife archie aretha ariadne arlene armando arnaud arne arturo asif augustus avery avi ayesha azadeh bart beatrice beatrix belinda
	benita benjy bertie beverley beverly bianca birgitte bjorn bodhi boyd brandi brandy breanna brendon brianna brigitte brock bronson bronwyn bryony
	byron calvin camilla carina carl carlo carolyn carrie-anne carys cassie cecil cecilia cedric celeste celia celine cerys chand chanel chantal chanté
	charlene cheryl chiara chidi chinaza christa christiane christos chukwudi ciara cilla cindy clarence clarissa claudette clayton clementine clem
	clifford clifton clyde conleth cordelia corinne cornelius cosima courtenay cree crispin cyril dafydd dagmar daisuke damien damir daria darius darrell
	dashiell davina daya dayo deandre deirdre delia delilah della delphine deon derrick desiree deshawn devin dinah dina dionne dirk dmitri dolores
	dominik dong donovan dorian doris dougray dulcie dustin dwight eamonn ebon ebony edith edna edwina efe eilidh eilis einar eleonora elisa elise eliza
	ella-rae ellis elodie eloise elsa elsie elton elvira elvis emeka emer emil emilio emre enid enrique enzo eoin erick erin ernest errol ester estelle
	esteban euan eunice ewan ewen eytan fabian fabio faisal farah farhan farida fatima fernanda fergus fidel filip fletcher floyd fran franco franka franz
	freja frida gaby galen garret garrett garth gaspard gemma georgie geraldine gerard germaine gerry gertrude gethin gideon gilbert giles gillian ginny
	gino gisele giulia giulio giuseppe gladys glenda glynis golda grainne greer gregor greta griffin guillermo gunnar gustav gwendolyn gwyn hal hamza hana
	hani hanna hans harish harlan harley harold hattie haruka hasan hedda heidi helene helga henri henrietta henrik herb herbert herman hettie hilda hiro
	hortense huw hyun ibrahim idina ignacio igor ilana ilse iman imani imani-jade imogen imran indira indra ines ingrid inigo iqbal isadora isha ishaan
	ismail isobel itziar ivana ivor iwan iza jacinda jacki jacqueline jada jai jakob jameson jamila jan-michael janet janette janina janine janis jasper
	javier jaz jeannie jedediah jeffery jenn jennie jerrod jethro jez jia joachim joakim joanie joao jocelyn joely johan johanna johann johannes joni
	jools jordi josephine josette josie josiah jovan joyce juanita jules julianna julien juno justina justine justus kacey kai kaia kaitlin kamal kamala
	kareem karim karin karina karla karolina kasia kasper katarina katerina kath katharina katherina kathrine katja katrin katrina katya kavita kayla
	kaylee keaton keeley keir kellie kelis kemi kendra kenji kerri kerstin khalid kia kiara kiefer kiera kierston killian kimmy kip kiran kirstie kitty
	klaus konstantin kofi kojo krish kristina kristoffer krishna kwame kya kylie lachlan lamar lamorne lara lars latoya laurel lauri laverne lawrence
	layla leanne leila leighton leland lena leonie leonor leopold leroy leticia levi levon lia liana libby lidia liesl lila lilah lilian lillian lina linh
	linus lionel lisbeth livia lloyd lois lolita lonnie lorelei loretta lorna lotta lottie louella louie luana luc luciana lucien lucinda lucius lucrezia
	ludovic luiz lulu luther lydie lyle lyndsey lynne lyra mabel macy mads maeve magda magdalena magnus mahmoud mai maia makayla malachi malik mallory
	mamoudou mandla manish mansour marcel marcella marcello marcelo marcos margaux margery margie marguerite mariah mariam marian marianne maribel marika
	marin marisol marissa marit marjorie marlene marlo marlow marnie marsha marta marty marvin maryam matías mateo mathew matias matilda matteo matthias
	mattie maude maurice mavis maxime maximilian maxine maxwell mayim maysa meera meg mehdi mehmet mei melvin mendel merle merritt merve mhairi mica
	michal michele michiko mika mikael mikey mikhail milena milo milton mira mireille miriam mirren mitchell modupe mohamed mohammed moira mona monique
	monty mordechai moritz mort morten mustafa myfanwy myles myra myriam myrna nadia nadine nana nancy naoki naomie nash nat natascha nate naya neha nelly
	nelson nerys nessa neve neville ngozi nia niamh nichola nicholette niels nigel nika nikhil nikita niko nils nina-marie nirmala nisha nita noelle nolan
	nonso noor norah norma nuala nuno nyasha oberon odette ofelia olaf oleg olena olwen omari ophelia oren orla orson osei osman oskar osvaldo ottilie
	otto owain pablo paddy paige paloma pandora paolo parminder parvati pascale patsy patti paulette pavel petra petula phillipa philippa philippe
	phylicia phyllis pilar pippa piper pippin polina prakash primrose prisca priscilla prudence quincy quinton radha rae rafael rafaela rafe raffi raheem
	raina raj raja rajesh ramesh rana ranveer rashad rasheed rasmus ravindra raya reg reggie regine reid reina reinhard rekha remi remy renata renzo
	reuben rex rhiannon rhian rhoda rhodri rhona rhonda rhys ria ricarda richie rico ridley rikki rishi roan rob roberta rocco rochelle roddy roderick
	rodger rodney rohan rolf rolando roma romain romy rona ronan ronja ronnie rosalie rosalyn rosanna roscoe roseanne roshan roshni rosalba rosita rowena
	roxana roxy royce roza rudolf rudy rui rula rune ruth-anne ryder sabina sadie saira sakura salim salman salvatore sameer samina sandeep sandi sandor
	sandrine sanjay sanna santino saoirse sarita saskia saul saurabh schuyler seamus sebastien selina selwyn semyon serge sergei sergio seth shabana shah
	shahid shakira shania shari sharlene sharmila sharna shawna shayne sheena shelby sheldon shelly sheree sheridan sherlock sherman sherri sherry shiv
	shivani shreya shyam sian siegfried sienna signe sigrid silas silvia simona sindhu sinead sinéad siv skye sloane solomon sonali sondra sonny soren
	spencer stacie stanislav stig stina stu suki sukie sullivan sunil suresh susana susannah susie suzan suzette suzie svetlana sven swoosie sybil syd
	sylvie tabitha tadeusz tadhg taiwo takashi takeshi talia talitha tallulah tamar tamika tamzin tania tansy tanya tarek tariq tarun tasha tatum tegan
	terri terrance tess thaddeus thaddea thalia thandeka thea thelma theodora theresa therese thierry thomasin thora tia tierney tiffani tilda tilly timmy
	timothée tino tobin tomas tomasz tommie tonia tonya torsten tova tracie travon tremaine trent trey trina trish trisha trudy tunde tuppence tyra tyrone
	tyson udo ugo ulla ulrich ulrika unai ursula usha valentin valentina valentine valeria vaughn velma venetia verna vernon veronique vic vidya vihaan
	vijay vikas vikram vikki vilma vinay vinnie vinny virgil vito vittoria vivica vivienne vlad vladimir wallace wallis wayland wilbur wiley wilfred
	wilhelmina wilma wim winifred winnie xander ximena yael yan yana yann yannick yasin yasmine yasuko yiannis ying yolanda yosef youssef yuki yuri yusuf
	yves zadie zaheer zaid zain zainab zak zane zara zelda zena zeynep zinnia zita zora zosia zuri brisa dong-wook hye-jin ji-ho ji-won min-ho min-jun
	seo-yeon soo-jin sun-mi eun-ji jae-won hyun-bin yoo-jin na-young
	dianne nichole priya eli samuel tomás gwen hattie nora declan rosa raman theo jed macaulay reed idina jemima utkarsh morfydd dominique herizen blythe ashley necar tobi derek nishi emma aidan scoot mackenzie kerry ruth joseph norbert sissy haley jonathan sophia willa rose asia jharrel mahershala zoë chloë beyoncé renée timothée saoirse lashana letitia daveed leslie phoebe utkarsh himesh ncuti jodie millie tosin yvonne adria aldis alisha amandla anya ariana asher austin barbie bashir bel benito bowen bronagh cailee callum camrus caoilfinn charithra charly danai dafne delroy dichen dominic ed edi ella emayatzy esme essie fala finn fionn freida glen gugu hailey hari harriet himesh hiroyuki holt hoyeon iain ismael jacob javicia jessie jurnee kaitlyn kathryn keeley keri khalil kieran kit kelvin laz lesley letitia lior logan luis maisie manny melissa mia michiel murray naveen nathalie nicola nnamdi noma odessa olga olivia omari parker paapa paapa pedro rahul rami regé rhea rosie ruairi sanjeev shantel shaun shira shohreh simone simu siobhan skai sofia steven sunita sonoya suranne sura tatiana tawny tramell tyler uzo vella vinessa walton winston wunmi yasmin yahya zahn zawe zlatko zoey aaron abby abigail adam adeel adele adrian adriana aidan aidy aisha aja al alan alana alanna albert alec alejandro alex alexa alexander
	alexandra alexis alfie alfonso alfred ali alice alicia alison allison ally alyssa amanda amber amelia america amy ana anastasia andie andre andrea
	andreas andrew andy angel angela angelina angie anika anita ann anna anne annie ansel anthony anton antonia antonio anya april ariana ariel arjun armie arnold art
	arthur asa ashley ashton astrid aubrey audra audrey austin ava awkwafina ayo bailee barbara barry bea beanie beau becky bella ben benedict benicio benjamin bernadette bernard
	bernie beth bethany betsy betty bill billie billy blair blake bob bobby bonnie boris brad bradley brady brandon brenda brendan brent bret brett brian
	bridget brie britney brittany brooke bruce bruno bryan bryce bryn caitlin caitriona caleb callum calista cam cameron camila camille candice cara carey carl carla carlos
	carly carmen carol carole carolina caroline carrie carter cary casey cassandra cassie cate catherine cathy cecily chad chandra channing charles charlie charlotte charlize chase
	chelsea cher cheryl cheyenne chiwetel chloe chris chrissy christian christina christine christoph christopher christy chuck cillian claire clara clare clark claudia clint clive
	cody cole colette colin colleen colm conan connie connor conor constance corey cory courteney courtney craig cress cristin cynthia daisy dakota damian damon damson dan dana daniel
	daniela danielle danny daphne darby daren dario darren dave david dawn dean debbie deborah debra declan dennis denis denise dennis denzel derek desmond dev diana diane diego dina dolly dominic
	dominique don donal donald donna donnie dora dorothy doug douglas drew duncan dustin dwayne dylan ed eddie eden edgar edie edward edwin eileen elaine eleanor elena eli
	elias elijah elisabeth elizabeth ella elle ellen ellie elliot elliott emilia emily emma emmanuelle emmy eric erica erik erika erin ernie esther ethan eugene eva evan eve
	evelyn ewan ezra faith famke fay felicia felicity felix fernando finn fiona florence forest forrest frances francesca francis frank frankie fred freddie freddy freema freya gabriel
	gabriela gabrielle gael gail gal gareth gary gavin gemma gena gene genevieve geoff geoffrey george georgia georgina gerald gerard gillian gina ginnifer giancarlo glen glenn gloria
	goran gordon grace graham grant greg gregory greta gugu gus guy gwen gwendoline gwyneth hailee haley halle hamish hank hannah harriet harris harrison harry harvey hayden hayley hazel heather
	hector heidi helen helena helene henry hilary holly holland howard hugh hugo hunter ian ida idris imelda india ines ioan irene iris isaac isabel isabella isabelle isaiah isla issa ivan ivy
	jack jackie jackson jacob jada jaden jaime jake jamal james jameela jamie jan jana jane janelle janet janice jared jasmine jason jay jayden jayne jean jeff jeffrey jemima jen jenna jennifer jenny jensen
	jeremy jerome jerrod jerry jesse jessica jessie jet jewel jill jim jimmy jo joan joanna joanne jodie jody joe joel joey john johnny jon jonah jonas jonathan jonny jordan jordana jorge
	jose joseph josh joshua joy joyce juan judd jude judith judy julia julian juliana julianna julianne julie juliet juliette julio june justin kaley kara karen kari karl kat kate katee katharine katherine kathleen kathryn kathy katie
	katy kay kaya keanu keegan keith keira kelley kelly kelsey ken kendall kenneth kenny kerry kevin kiernan kim kimberly kirk kirsten kit kris krista kristen kristin kristina krysten krysta kumail kurt kyle
	lana lance lane larry laura lauren laurence laurie lea leah lee leighton lena lenny leo leon leonard leonardo leslie lesley leticia lewis lexi liam lili lilly lily lin linda lindsay lindsey lisa liv liz lizzy logan
	lola lorenzo lori lorraine louis louisa louise luca lucas lucia lucille lucy luke lupita lydia lynn mackenzie madeleine madeline madison mae maggie mahershala malcolm malin mandy mandip manuel mara marc marcia marcus
	margaret margo margot maria mariah mariana marie marilyn marina mario marion marisa mark marlon marsha martha martin mary mason mat matt matthew maude maura maureen mauricio max maya mckenna megan meghan mel melanie melina melissa
	mena mercedes meredith meryl mia micah michael michaela michel michelle miguel mike mila miles millie mimi mindy minnie miranda misha mitch mj moira molly monica morena morgan moses naomi natalia natalie natasha nathan
	nathalie nathaniel neal ned neil nell nia niall nicholas nick nicki nico nicola nicolas nicole nikki nikolaj nina noah noel noomi nora norman octavia olga oliver olivia omar oona oprah orlando oscar otis owen ozzy pablo padma pam pamela paris
	parker pascal pat patricia patrick patti paul paula paulina pauline payton pedro peggy penelope penn percy perry pete peter peyton phil philip phillip phoebe pierce pilou polly portia priyanka quentin quincy quinn quinta rachel ralph ramon
	ramona ramy randall randy raphael rashida raul ravi ray raymond reba rebecca reese reggie regina rege rene renee rhea rhys ricardo richard rick ricky riley rita river riz rob robbie robert roberta roberto robin robyn rocky rodrigo roger roland
	roman ron ronald ronnie rooney rory rosa rosalind rosamund rosario rosie ross rowan roxanne roy ruben ruby rufus rupert russell ruth ryan sabrina sacha sally salma sam samantha samara samuel sandra sandy santiago sanaa sara sarah saoirse sasha saul scarlett scott sean
	sebastian selena selma serena seth shailene shane shannon sharon shaun shawn sheila shelley sheryl shirley shonda sidney sienna sierra sigourney simon simone skeet skyler sofia sonequa sonia sonja sophia sophie stacey stacy stan stanley stefan stefanie stella stellan stephanie stephen
	sterling steve steven stewart stuart sue susan susanna suzanne sydney sylvester sylvia tahar taika tamara tamsin tara taraji tatiana tate tatum taylor ted temuera terence teresa terrence terry tessa thandie thandiwe theo theresa theodore thomas tiffany tim timothy tina titus tobey tobias toby todd tom
	tommy toni tony topher tori tracey traci tracy travis trevor tricia tristan troy tyler tyne tyrese uma uzo val valerie vanessa vera veronica vicki vicky victor victoria viggo vin vince vincent viola virginia vivian vivien wade wagner walter walton wanda warren
	wayne wendy wentworth wes wesley whitney whoopi will willa willem william willie winona winston woody wyatt xavier xochitl yahya yara yvette yvonne zach zachary zack zac zazie zendaya zoe zoey zooey `)

// places are where series are often shot, and countries and cities that stand
// in the news.
var places = set(`new_york_city new_york los_angeles hollywood atlanta toronto vancouver montreal london cardiff manchester liverpool leeds bristol
	glasgow edinburgh belfast dublin galway wicklow wales scotland ireland northern_ireland england cornwall yorkshire birmingham brighton sheffield newcastle swansea
	australia sydney melbourne brisbane queensland perth adelaide new_zealand auckland wellington canada ontario british_columbia alberta calgary
	winnipeg halifax nova_scotia quebec ottawa hamilton victoria_bc hawaii honolulu oahu maui puerto_rico san_juan mexico mexico_city budapest hungary prague czech_republic
	romania bucharest bulgaria sofia_bulgaria croatia dubrovnik spain madrid barcelona tenerife canary_islands malta morocco ouarzazate iceland reykjavik norway oslo sweden stockholm
	denmark copenhagen finland helsinki germany berlin munich france paris italy rome sicily naples milan venice greece athens turkey istanbul south_africa cape_town
	johannesburg japan tokyo south_korea seoul china beijing shanghai hong_kong taiwan thailand bangkok india mumbai brazil rio_de_janeiro colombia bogotá bogota argentina
	buenos_aires chicago boston brooklyn queens manhattan the_bronx bronx staten_island harlem new_jersey philadelphia pittsburgh baltimore washington washington_d.c. georgia savannah
	new_orleans louisiana texas austin dallas houston san_antonio new_mexico albuquerque santa_fe arizona phoenix las_vegas nevada utah salt_lake_city park_city colorado denver
	oregon portland seattle washington_state california san_francisco san_diego oakland malibu burbank long_beach miami florida orlando tampa north_carolina wilmington
	charlotte south_carolina charleston tennessee nashville memphis kentucky virginia richmond maryland detroit michigan ohio cleveland cincinnati minneapolis minnesota
	milwaukee wisconsin st._louis kansas_city missouri oklahoma tulsa montana wyoming idaho alaska maine massachusetts connecticut rhode_island vermont new_hampshire pennsylvania
	buffalo upstate_new_york long_island cape_cod beverly_hills silicon_valley europe africa asia the_uk the_us the_u.s. the_united_states united_states united_kingdom uk usa
	hertfordshire kent surrey devon somerset essex sussex norfolk cumbria northumberland isle_of_man isle_of_wight jersey guernsey poland warsaw austria vienna switzerland zurich
	portugal lisbon belgium brussels amsterdam netherlands the_netherlands serbia belgrade lithuania vilnius latvia estonia tallinn ukraine kyiv russia moscow israel tel_aviv jordan abu_dhabi dubai egypt cairo kenya nairobi nigeria lagos
	gold_coast pinewood shepperton fiji philippines manila singapore vietnam hanoi indonesia bali malaysia`)

// genres are the nouns by which an article calls a series.
var genres = set(`series show drama comedy sitcom pilot thriller dramedy soap miniseries mini-series docuseries procedural anthology reboot revival spinoff
	spin-off program programme cartoon telenovela satire remake sequel prequel tentpole western franchise saga mystery adaptation project horror comedy-drama hour-long
	half-hour musical rom-com gameshow documentary romance epic team-up co-production spoof mockumentary whodunit whodunnit fantasy romp caper chiller potboiler hit`)

// speech are verbs that go with a quotation.
var speech = set(`said says told tells added adds explained explains revealed reveals teased teases noted notes admitted admits wrote writes tweeted
	tweets continued continues recalled recalls confirmed confirms joked jokes stated states shared shares posted insisted insists quipped quips
	remarked remarks announced commented laughed replied replies declared declares concluded concludes exclaimed mused muses observed promised promises
	sighs sighed laughs chuckles chuckled grins grinned cautions cautioned marvels marveled gushes gushed enthuses enthused jests jested recounts recounted acknowledged acknowledges hinted hints elaborated conceded concedes vowed vows deadpans deadpanned exclaims begs pleads pleaded
	claimed claims argued argues warned warns called calls described describes saying reflected`)

// actorWords name a performer.
var actorWords = set(`actor actress star comedian comic performer actor-comedian co-star thespian rapper singer alum entertainer host puppeteer`)

// smallWords stay lower case inside titles.
var smallWords = set(`a an and as at but by for from in into nor of on or over per so the to up via vs with is`)
