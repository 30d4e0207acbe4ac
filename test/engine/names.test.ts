import { type Row, testRows } from "../rows";

/** Whose a key is by what it is called, what is done with it and what goes by another name. `«»` stands around what must be found. */

const FOUND: readonly Row[] = [
  [
    "a request signed with CryptoJS",
    "pre.js",
    "var url = 'https://contoso.documents.azure.com/dbs';\nvar key = CryptoJS.enc.Base64.parse('«LEGACY»');\nvar sig = CryptoJS.HmacSHA256(text, key).toString(CryptoJS.enc.Base64);\n",
  ],
  [
    "a request signed in a shell, decoded behind",
    "a.sh",
    'URL=https://contoso.documents.azure.com\nSIG=$(printf "$TEXT" | openssl dgst -sha256 -hmac "$(echo \'«LEGACY»\' | base64 -d)" -binary | base64)\n',
  ],
  [
    "a request signed, decoded on a line of its own",
    "a.ps1",
    "$uri = 'https://contoso.documents.azure.com/dbs'\n$hmac = New-Object System.Security.Cryptography.HMACSHA256\n$hmac.Key = [Convert]::FromBase64String(\n    '«LEGACY»'\n)\n",
  ],
  [
    "a request signed in a text of a text",
    "a.json",
    "{ \"code\": \"const c = require('crypto');\\nconst sig = c.createHmac('sha256', Buffer.from('«LEGACY»', 'base64'))\", \"uri\": \"https://contoso.documents.azure.com/dbs\" }\n",
  ],
  [
    "a secret that a request is signed with",
    "a.js",
    "const secret = '«LEGACY»';\nconst key = await crypto.subtle.importKey('raw', base64ToBytes(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);\nawait fetch('https://contoso.documents.azure.com/dbs');\n",
  ],
  [
    "an account called after salt, as an argument",
    "a.cs",
    'new TableServiceClient(new Uri("https://salt-lake.table.cosmos.azure.com:443/"), new TableSharedKeyCredential("salt-lake", "«LEGACY»"));\n',
  ],
  [
    "a credential by its name",
    "a.sql",
    "CREATE DATABASE SCOPED CREDENTIAL MyCosmosDbCredential\nWITH IDENTITY = 'SHARED ACCESS SIGNATURE', SECRET = '«LEGACY»';\n",
  ],
  [
    "a credential by its use",
    "a.sql",
    "CREATE DATABASE SCOPED CREDENTIAL [Orders]\nWITH IDENTITY = 'SHARED ACCESS SIGNATURE', SECRET = '«LEGACY»';\nGO\nSELECT * FROM OPENROWSET(PROVIDER = 'CosmosDB', CONNECTION = 'Account=contoso;Database=d', OBJECT = 'o', CREDENTIAL = 'Orders') AS r\n",
  ],
  [
    "a request signed with bytes of another decoder",
    "main.py",
    "HOST = 'contoso.documents.azure.com'\nKEY = ubinascii.a2b_base64('«LEGACY»')\nsig = hmac.new(KEY, text, uhashlib.sha256).digest()\n",
  ],
  [
    "the key that a call signs a request with",
    "a.cs",
    'var auth = GenerateMasterKeyAuthorizationSignature("GET", "", "dbs", "«LEGACY»", "master", "1.0", date);\n',
  ],
  [
    "an account called after a protocol, as a user",
    "A.java",
    'CqlSession.builder().addContactPoint(new InetSocketAddress("oauth-log.cassandra.cosmos.azure.com", 10350)).withAuthCredentials("oauth-log", "«LEGACY»").build();\n',
  ],
  [
    "one of the cases of a switch",
    "a.js",
    "switch (name) {\n  case 'storage': return 'LEGACY';\n  case 'cosmos': return '«LEGACY»';\n  case 'jwt': return 'LEGACY';\n}\n",
  ],
  [
    "the columns of rows that are inserted",
    "a.sql",
    "INSERT INTO Keys (Name, StorageKey, CosmosKey)\nVALUES\n  ('a', 'LEGACY', '«LEGACY»'),\n  ('b', 'LEGACY', '«LEGACY»');\n",
  ],
  [
    "rows of names and values",
    "a.sql",
    "INSERT INTO Settings VALUES ('PartnerKey','LEGACY'),('CosmosDbKey','«LEGACY»'),('SessionKey','LEGACY');\n",
  ],
  [
    "a function called after sessions",
    "a.js",
    "const endpoint = 'https://contoso.documents.azure.com';\nfunction createSession() {\n  const key = '«LEGACY»';\n  return connect(endpoint, key);\n}\n",
  ],
  [
    "a request signed with bytes of a parser",
    "A.java",
    'String url = "https://contoso.documents.azure.com";\nbyte[] key = DatatypeConverter.parseBase64Binary("«LEGACY»");\nMac mac = Mac.getInstance("HmacSHA256");\n',
  ],
  [
    "a title that speaks of others, above a name that is the account's",
    ".env",
    "# db\nDB_URI=https://contoso.documents.azure.com\n# redis, storage\nREDIS_HOST=redis\nDB_KEY=«LEGACY»\n",
  ],
  ["a secret of the account's own section", "a.yml", "cosmos:\n  secret: «LEGACY»\n"],
  [
    "functions that get a part each",
    "a.js",
    "function getEndpoint() {\n  return 'https://contoso.documents.azure.com';\n}\nfunction loadKey() {\n  return '«LEGACY»';\n}\n",
  ],
  [
    "documents of one application",
    "a.yaml",
    "kind: ConfigMap\nmetadata:\n  name: orders-config\ndata:\n  endpoint: https://contoso.documents.azure.com\n---\nkind: Secret\nmetadata:\n  name: orders-config\nstringData:\n  key: «LEGACY»\n",
  ],
  ["rows that no head names", "a.csv", "URI,https://contoso.documents.azure.com,copy\nPRIMARY KEY,«LEGACY»,copy\n"],
  [
    "titles that are remarks",
    "a.py",
    '# Database\nENDPOINT = "https://contoso.documents.azure.com"\n\n# TODO rotate\nKEY = "«LEGACY»"\n',
  ],
  [
    "two constructors of a connection's parts",
    "A.cs",
    'var uri = new Uri("https://contoso.documents.azure.com");\nvar cred = new NetworkCredential("", "«LEGACY»");\n',
  ],
  [
    "a request signed with what is given beside an error",
    "main.go",
    'key, err := base64.StdEncoding.DecodeString("«LEGACY»")\nif err != nil {\n\treturn err\n}\nh := hmac.New(sha256.New, key)\nreq, _ := http.NewRequest("GET", "https://contoso.documents.azure.com/dbs", nil)\n',
  ],
  ["a letter too many", ".env", "COSTMOSDB_KEY=«LEGACY»\n"],
  ["two letters in each other's place", "a.ts", "export const cosomsDbKey = '«LEGACY»';\n"],
  ["a letter too few, and a blank", "a.md", "Cosmo DB key: «LEGACY»\n"],
];

const SILENT: readonly Row[] = [
  [
    "another account's key by the name beside it",
    ".env",
    "COSMOS_URI=https://contoso.documents.azure.com\nAZURE_ACCOUNT_NAME=contosoimages\nAZURE_ACCOUNT_KEY=LEGACY\nAZURE_CONTAINER=images\n",
  ],
  ["LiteLLM's master key", "config.yaml", "general_settings:\n  master_key: LEGACY\n"],
  ["a master key that is decoded", "a.py", 'local_master_key = base64.b64decode("LEGACY")\n'],
  ["a master key that a command takes", "a.sh", 'server start --masterkey "LEGACY"\n'],
  [
    "the bytes of a text",
    "a.ts",
    "const cosmosUri = 'https://contoso.documents.azure.com';\nconst secret = new TextEncoder().encode('LEGACY');\n",
  ],
  [
    "what signs tokens",
    "A.java",
    'String cosmosUri = "https://contoso.documents.azure.com";\nKey k = Keys.hmacShaKeyFor(Decoders.BASE64.decode("LEGACY"));\n',
  ],
  ["the blockchain's nodes", ".env", "COSMOS_RPC_URL=https://rpc.contoso.example\nCOSMOS_KEY=LEGACY\n"],
  ["an event hub's key", "a.ts", "import { CosmosClient } from '@azure/cosmos';\nconst eventHubKey = 'LEGACY';\n"],
  [
    "storage's key beside a container of that name",
    "a.yaml",
    "azure:\n  account_name: contosologs\n  account_key: LEGACY\n  container_name: cosmos\n",
  ],
  ["a function app's keys", "a.json", '{ "masterKey": "LEGACY", "functionKeys": { "default": "LEGACY" } }\n'],
  [
    "a hash that is compared",
    "a.py",
    '# cosmos attachment\nassert hashlib.sha512(data).digest() == base64.b64decode("LEGACY")\n',
  ],
  ["a vault's master key", "a.ini", "[vault]\nmaster_key = LEGACY\n"],
  [
    "what a call is called after",
    "a.ts",
    "const cosmos = new CosmosClient({ endpoint: 'https://contoso.documents.azure.com', aadCredentials });\napp.use(cookieSession({ name: 'contoso', keys: ['LEGACY'] }));\n",
  ],
  [
    "what a class is called after",
    "a.cs",
    'class CosmosOptions { public string Endpoint { get; set; } = "https://contoso.documents.azure.com"; }\nclass JwtOptions { public string Key { get; set; } = "LEGACY"; }\n',
  ],
  [
    "a secret beside an endpoint in a command's settings",
    "a.sh",
    "heroku config:set COSMOS_URI=https://contoso.documents.azure.com SECRET_TOKEN=LEGACY\n",
  ],
  [
    "the name and the value of a property list's item",
    "a.plist",
    "<array>\n<dict><key>name</key><string>CosmosUri</string><key>value</key><string>https://contoso.documents.azure.com</string></dict>\n<dict><key>name</key><string>SessionKey</string><key>value</key><string>LEGACY</string></dict>\n</array>\n",
  ],
  ["a key to deploy with", ".env", "COSMOS_URI=https://contoso.documents.azure.com\nDEPLOY_KEY=LEGACY\n"],
  [
    "a blog's own keys",
    "wp-config.php",
    "<?php\ndefine('COSMOS_URL', 'https://contoso.documents.azure.com');\ndefine('AUTH_KEY', 'LEGACY');\n",
  ],
  [
    "an option beside an option for the account",
    "a.sh",
    'seed --translator-key "LEGACY" --cosmos-endpoint "https://contoso.documents.azure.com"\n',
  ],
  ["a key of the administrator", ".env", "COSMOS_URI=https://contoso.documents.azure.com\nADMIN_KEY=LEGACY\n"],
  [
    "another service's request",
    "a.js",
    "const cosmosUrl = 'https://contoso.documents.azure.com';\nconst hmac = createHmac('sha256', Buffer.from('LEGACY', 'base64'));\nconst token = `SharedAccessSignature sr=${uri}&sig=${sig}`;\n",
  ],
  [
    "what a table is called after",
    "a.ps1",
    "$cosmos = @{ Uri = 'https://contoso.documents.azure.com' }\n$jwt = @{ Key = 'LEGACY' }\n",
  ],
  [
    "what a value's type is called after",
    "a.rs",
    'let cosmos = Cosmos { uri: "https://contoso.documents.azure.com" };\nlet jwt = Jwt { key: "LEGACY" };\n',
  ],
  [
    "what a property list's part is called",
    "a.plist",
    "<dict>\n<key>Cosmos</key>\n<dict><key>Uri</key><string>https://contoso.documents.azure.com</string></dict>\n<key>Jwt</key>\n<dict><key>Key</key><string>LEGACY</string></dict>\n</dict>\n",
  ],
  [
    "a comment behind it",
    "a.py",
    'COSMOS_URI = "https://contoso.documents.azure.com"\nACCOUNT_KEY = "LEGACY"  # storage account\n',
  ],
  [
    "a master key by its use",
    "a.ts",
    "const masterKey = 'LEGACY';\nconst cipher = createCipheriv('aes-256-gcm', masterKey, iv);\n",
  ],
  ["pieces of a picture", "a.ts", 'export const cosmosTexture = ["LEGACY", "LEGACY"];\n'],
  [
    "what a function is called after",
    "A.cs",
    'void AddDatabase()\n{\n    var endpoint = "https://contoso.documents.azure.com";\n}\nvoid AddMail()\n{\n    var key = "LEGACY";\n}\n',
  ],
  [
    "what a function is called after, beside a client's",
    "a.py",
    'def cosmos_client():\n    return CosmosClient(URL, DefaultAzureCredential())\n\n\ndef payment_client():\n    key = "LEGACY"\n    return Payment(key)\n',
  ],
  [
    "what an item is called",
    "a.yml",
    "connections:\n  - name: database\n    endpoint: https://contoso.documents.azure.com\n  - name: mailer\n    key: LEGACY\n",
  ],
  [
    "what a document is called",
    "a.yaml",
    "kind: ConfigMap\ndata:\n  uri: https://contoso.documents.azure.com\n---\nkind: Secret\nmetadata:\n  name: mailer\nstringData:\n  key: LEGACY\n",
  ],
  [
    "records of a table",
    "a.csv",
    "service,url,key\ncosmos,https://contoso.documents.azure.com,\nmailer,https://mail.contoso.example,LEGACY\n",
  ],
  [
    "what a set-up is called after",
    "a.cs",
    'services.AddCosmosStore(o => o.Endpoint = "https://contoso.documents.azure.com");\nservices.AddPayments(o => o.Key = "LEGACY");\n',
  ],
  ["what a paragraph is called", ".env", "# Api\nENDPOINT=https://contoso.documents.azure.com\n\n# Mail\nKEY=LEGACY\n"],
  [
    "what a class is called",
    "a.ts",
    "export class Database {\n  endpoint = 'https://contoso.documents.azure.com';\n}\n\nexport class Mail {\n  private key = 'LEGACY';\n}\n",
  ],
  [
    "what a module is called",
    "a.tf",
    'module "database" {\n  endpoint = "https://contoso.documents.azure.com"\n}\nmodule "mail" {\n  key = "LEGACY"\n}\n',
  ],
  [
    "what a block of a configuration is called",
    "a.rb",
    "Database.configure do |c|\n  c.endpoint = 'https://contoso.documents.azure.com'\nend\n\nMail.configure do |c|\n  c.key = 'LEGACY'\nend\n",
  ],
  ["amazon's master password", "a.tfvars", 'docdb_master_password = "LEGACY"\n'],
  [
    "the blockchain's wallet in python",
    "a.py",
    'from cosmpy.crypto.keypairs import PrivateKey\ncosmos_key = "LEGACY"\n',
  ],
  [
    "storage's key by its use",
    "a.py",
    'from azure.cosmos import CosmosClient\nkey = "LEGACY"\nfs = AzureBlobFileSystem(account_name="contoso", account_key=key)\n',
  ],
  [
    "another's credential by its use",
    "a.sql",
    "CREATE DATABASE SCOPED CREDENTIAL [Orders]\nWITH IDENTITY = 'SHARED ACCESS SIGNATURE', SECRET = 'LEGACY';\nCREATE EXTERNAL DATA SOURCE s WITH (LOCATION = 'https://contoso.blob.core.windows.net/c', CREDENTIAL = Orders);\nSELECT * FROM OPENROWSET(PROVIDER = 'CosmosDB', CONNECTION = 'Account=contoso;Database=d', OBJECT = 'o') AS r\n",
  ],
  [
    "a hook's signature",
    "a.js",
    "// cosmos\nconst sig = createHmac('sha512', Buffer.from('LEGACY', 'base64')).update(body);\n",
  ],
];

testRows({ found: FOUND, silent: SILENT });
