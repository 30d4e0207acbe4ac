import { describe, test } from "vitest";
import { expectFindings } from "../expectFindings";
import { filled } from "../filled";

/** Places as people write them. `«»` stands around what must be found; the words in them become fresh secrets. */

const FOUND: readonly (readonly [title: string, path: string, text: string])[] = [
  [
    "gremlin csharp",
    "g.cs",
    'private static string Host => "contoso.gremlin.cosmos.azure.com";\nprivate static string PrimaryKey => "«LEGACY»";\nvar s = new GremlinServer(Host, 443, enableSsl: true, username: "/dbs/d/colls/c", password: PrimaryKey);\n',
  ],
  [
    "cassandra string",
    "a.json",
    '{ "c": "HostName=contoso.cassandra.cosmos.azure.com;Username=contoso;Password=«LEGACY»;Port=10350" }\n',
  ],
  [
    "cassandra py",
    "a.py",
    "config = {\n  'username': 'contoso',\n  'password': '«LEGACY»',\n  'contactPoint': 'contoso.cassandra.cosmos.azure.com',\n  'port':'10350'\n}\n",
  ],
  [
    "mongo properties",
    "application.properties",
    "spring.data.mongodb.uri=mongodb://contoso:«LEGACY%»@contoso.mongo.cosmos.azure.com:10255/shop?ssl=true&replicaSet=globaldb\n",
  ],
  [
    "mongo yaml raw",
    "a.yml",
    'uri: "mongodb://contoso:«LEGACY»@contoso.mongo.cosmos.azure.com:10255/?ssl=true&replicaSet=globaldb&retrywrites=false&maxIdleTimeMS=120000&appName=@contoso@"\n',
  ],
  ["mongo china", ".env", "M=mongodb://x:«RW%»@x.mongo.cosmos.azure.cn:10255/?ssl=true\n"],
  [
    "pg keywords",
    "a.cs",
    'var cs = "Server=c-contoso.abcdef.postgres.cosmos.azure.com;Database=citus;Port=5432;User Id=citus;Password=«PASSWORD»;Ssl Mode=Require;";\n',
  ],
  [
    "pg libpq",
    "a.sh",
    'psql "host=c-contoso.abcdef.postgres.cosmos.azure.com port=5432 dbname=citus user=citus password=«PASSWORD» sslmode=require"\n',
  ],
  [
    "pg jdbc",
    "application.properties",
    "spring.datasource.url=jdbc:postgresql://c-contoso.abcdef.postgres.cosmos.azure.com:5432/citus?sslmode=require\nspring.datasource.username=citus\nspring.datasource.password=«PASSWORD»\n",
  ],
  [
    "pg python kw",
    "a.py",
    'conn = psycopg2.connect(host="c-contoso.abcdef.postgres.cosmos.azure.com", dbname="citus", user="citus", password="«PASSWORD»")\n',
  ],
  ["pg env", ".env", "PGHOST=c-contoso.abcdef.postgres.cosmos.azure.com\nPGUSER=citus\nPGPASSWORD=«PASSWORD»\n"],
  [
    "vcore sep",
    "a.js",
    'const client = new MongoClient("mongodb+srv://contoso.mongocluster.cosmos.azure.com/", { auth: { username: "admin", password: "«PASSWORD»" } });\n',
  ],
  [
    "table csharp",
    "a.cs",
    'var c = new TableServiceClient(new Uri("https://contoso.table.cosmos.azure.com:443/"), new TableSharedKeyCredential("contoso", "«LEGACY»"));\n',
  ],
  ["js template", "a.js", "const cosmosKey = `«LEGACY»`;\n"],
  [
    "heredoc",
    "a.sh",
    "cat > .env <<EOT\nCOSMOS_ENDPOINT=https://contoso-orders.documents.azure.com:443/\nCOSMOS_KEY=«LEGACY»\nEOT\n",
  ],
  [
    "java text block",
    "A.java",
    'String cs = """\n    AccountEndpoint=https://contoso-orders.documents.azure.com:443/;AccountKey=«LEGACY»;\n    """;\n',
  ],
  ["csharp doubled", "a.cs", 'var json = @"{ ""cosmosKey"": ""«LEGACY»"" }";\n'],
  ["json in json", "a.json", '{ "settings": "{\\"cosmosKey\\":\\"«LEGACY»\\"}" }\n'],
  [
    "sql doubled",
    "a.sql",
    "CREATE DATABASE SCOPED CREDENTIAL cosmos WITH IDENTITY = 'SHARED ACCESS SIGNATURE', SECRET = '«LEGACY»';\nSELECT * FROM OPENROWSET('CosmosDB', 'Account=contoso;Database=d;Key=«LEGACY»', c) as r;\n",
  ],
  [
    "xml amp",
    "a.xml",
    '<connection value="AccountEndpoint=https://contoso-orders.documents.azure.com:443/&amp;x=1;AccountKey=«LEGACY»;" />\n',
  ],
  [
    "postman",
    "p.postman_collection.json",
    '{ "variable": [ { "key": "cosmosMasterKey", "value": "«LEGACY»" }, { "key": "url", "value": "https://contoso-orders.documents.azure.com:443/" } ] }\n',
  ],
  [
    "postman env",
    "p.postman_environment.json",
    '{ "values": [ { "key": "cosmos_key", "value": "«LEGACY»", "enabled": true } ] }\n',
  ],
  [
    "har",
    "a.har",
    '{ "log": { "entries": [ { "request": { "url": "https://management.azure.com/subscriptions/x/providers/Microsoft.DocumentDB/databaseAccounts/contoso/listKeys" }, "response": { "content": { "text": "{\\"primaryMasterKey\\":\\"«LEGACY»\\",\\"secondaryMasterKey\\":\\"«LEGACY»\\"}" } } } ] } }\n',
  ],
  ["arm outputs", "out.json", '{ "outputs": { "cosmosKey": { "type": "String", "value": "«LEGACY»" } } }\n'],
  ["arm params", "p.parameters.json", '{ "parameters": { "cosmosDbKey": { "value": "«RW»" } } }\n'],
  [
    "az cli output",
    "keys.json",
    '{\n  "primaryMasterKey": "«LEGACY»",\n  "primaryReadonlyMasterKey": "«RO»",\n  "secondaryMasterKey": "«LEGACY»",\n  "secondaryReadonlyMasterKey": "«RO»"\n}\n',
  ],
  ["history", ".bash_history", "ls\naz cosmosdb keys list --name contoso\nexport AZURE_COSMOS_KEY=«LEGACY»\n"],
  [
    "backup",
    "appsettings.json.bak",
    '{ "Cosmos": { "Endpoint": "https://contoso-orders.documents.azure.com:443/", "Key": "«LEGACY»" } }\n',
  ],
  ["backup", "db.py~", 'from azure.cosmos import CosmosClient\nKEY = "«LEGACY»"\n'],
  [
    "checkpoint",
    ".ipynb_checkpoints/n-checkpoint.ipynb",
    '{ "cells": [ { "cell_type": "code", "source": [ "import azure.cosmos\\n", "client = azure.cosmos.CosmosClient(url, credential=\'«LEGACY»\')\\n" ] } ] }\n',
  ],
  [
    "tfstate conn",
    "terraform.tfstate",
    '{ "resources": [ { "type": "azurerm_cosmosdb_account", "instances": [ { "attributes": { "primary_key": "«LEGACY»", "primary_sql_connection_string": "AccountEndpoint=https://contoso-orders.documents.azure.com:443/;AccountKey=«RW»;", "primary_mongodb_connection_string": "mongodb://x:«RO%»@x.mongo.cosmos.azure.com:10255/?ssl=true" } } ] } ] }\n',
  ],
  [
    "reg utf16",
    "a.reg",
    'Windows Registry Editor Version 5.00\r\n[HKEY_CURRENT_USER\\Software\\Contoso]\r\n"CosmosKey"="«LEGACY»"\r\n',
  ],
  [
    "dockerfile",
    "Dockerfile",
    'FROM node\nENV COSMOS_KEY=«LEGACY»\nENV COSMOS_CONN="AccountEndpoint=https://contoso-orders.documents.azure.com:443/;AccountKey=«RW»;"\n',
  ],
  [
    "helm",
    "values.yaml",
    'cosmosdb:\n  endpoint: https://contoso-orders.documents.azure.com:443/\n  primaryKey: "«LEGACY»"\n',
  ],
  ["bicepparam", "main.bicepparam", "param cosmosKey = '«LEGACY»'\n"],
  ["pipelines", "azure-pipelines.yml", "variables:\n- name: CosmosDbKey\n  value: «LEGACY»\n"],
  [
    "spark conf",
    "a.conf",
    "spark.cosmos.accountEndpoint https://contoso-orders.documents.azure.com:443/\nspark.cosmos.accountKey «LEGACY»\n",
  ],
  [
    "kafka connect",
    "sink.json",
    '{ "config": { "connect.cosmos.connection.endpoint": "https://contoso-orders.documents.azure.com:443/", "connect.cosmos.master.key": "«LEGACY»" } }\n',
  ],
  [
    "rust from",
    "main.rs",
    'let credential = Secret::from("«LEGACY»");\nlet client = azure_data_cosmos::CosmosClient::with_key("https://contoso-orders.documents.azure.com:443/", credential, None)?;\n',
  ],
  [
    "go conn",
    "main.go",
    'client, err := azcosmos.NewClientFromConnectionString("AccountEndpoint=https://contoso-orders.documents.azure.com:443/;AccountKey=«LEGACY»;", nil)\n',
  ],
  ["swift kt", "A.kt", 'val cosmosKey = "«LEGACY»"\n'],
  ["swift kt", "A.swift", 'let cosmosDBKey = "«LEGACY»"\n'],
  ["elixir", "config.exs", 'config :app, Cosmos, host: "https://contoso.documents.azure.com", key: "«LEGACY»"\n'],
  ["r", "a.R", 'endp <- cosmos_endpoint("https://contoso-orders.documents.azure.com:443/", key = "«LEGACY»")\n'],
  ["user secrets", "secrets.json", '{\n  "CosmosDb:AuthKey": "«LEGACY»"\n}\n'],
  [
    "settings section far",
    "appsettings.json",
    '{\n  "CosmosDb": {\n    "Account": "https://contoso-orders.documents.azure.com:443/",\n    "DatabaseName": "Tasks",\n    "ContainerName": "Item",\n    "A": 1,\n    "B": 2,\n    "C": 3,\n    "D": 4,\n    "E": 5,\n    "Key": "«LEGACY»"\n  }\n}\n',
  ],
  [
    "class far client",
    "a.py",
    'from azure.cosmos import CosmosClient\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\n# filler\nACCOUNT_KEY = "«LEGACY»"\n',
  ],
  [
    "markdown table",
    "a.md",
    "| endpoint | key |\n|---|---|\n| https://contoso-orders.documents.azure.com:443/ | «LEGACY» |\n",
  ],
  ["html", "a.html", '<input name="cosmosKey" value="«LEGACY»">\n'],
  [
    "logs json",
    "a.log",
    '{"level":"error","msg":"CosmosException","connectionString":"AccountEndpoint=https://contoso-orders.documents.azure.com:443/;AccountKey=«LEGACY»;"}\n',
  ],
  [
    "percent double",
    "a.txt",
    "redirect=https%3A%2F%2Fx%3Fcs%3DAccountEndpoint%3Dhttps%3A%2F%2Fx.documents.azure.com%3B AccountKey%3D«LEGACY%»\n",
  ],
  [
    "csv many",
    "a.csv",
    "account,host,primary,secondary\nc1,c1.documents.azure.com,«LEGACY»,«LEGACY»\nc2,c2.documents.azure.com,«LEGACY»,«LEGACY»\n",
  ],
  [
    "arg",
    "run.cmd",
    'dt.exe /s:JsonFile /t:DocumentDB /t.ConnectionString:"AccountEndpoint=https://contoso-orders.documents.azure.com:443/;AccountKey=«LEGACY»;Database=d"\n',
  ],
  ["ini colon", "a.ini", "[documentdb]\nuri: https://contoso-orders.documents.azure.com:443/\nkey: «LEGACY»\n"],
  ["identifiable anywhere", "a.c", 'static const char *k = "«RW»";\n'],
  [
    "aspire",
    "Program.cs",
    'var cosmos = builder.AddConnectionString("cosmos");\nbuilder.Configuration["ConnectionStrings:cosmos"] = "AccountEndpoint=https://contoso-orders.documents.azure.com:443/;AccountKey=«LEGACY»;";\n',
  ],
  [
    "functions attr",
    "F.cs",
    '[CosmosDBTrigger("db", "c", ConnectionStringSetting = "X")]\nclass F { const string key = "«LEGACY»"; }\n',
  ],
  ["ts enum", "a.ts", 'export enum Config { CosmosKey = "«LEGACY»" }\n'],
  ["properties colon", "a.properties", "azure.cosmos.key: «LEGACY»\n"],
  ["yaml folded", "a.yml", "cosmos:\n  key: >-\n    «LEGACY»\n"],
  ["yaml list", "a.yml", 'env:\n  - name: COSMOS_KEY\n    value: "«LEGACY»"\n'],
  ["systemd", "a.service", '[Service]\nEnvironment="COSMOS_KEY=«LEGACY»"\n'],
  [
    "json5",
    "a.json5",
    "{ cosmos: { endpoint: 'https://contoso-orders.documents.azure.com:443/', key: '«LEGACY»' } }\n",
  ],
  [
    "cosmosdb hosts",
    "a.scala",
    'spark.conf.set("spark.cassandra.connection.host", "contoso.cassandra.cosmosdb.azure.com")\nspark.conf.set("spark.cassandra.auth.password", "«LEGACY»")\n',
  ],
  [
    "old graph host",
    "remote.yaml",
    "hosts: [contoso.graphs.azure.com]\nusername: /dbs/d/colls/c\npassword: «LEGACY»\n",
  ],
  [
    "cqlshrc",
    "cqlshrc",
    "[authentication]\nusername = contoso\npassword = «LEGACY»\n[connection]\nhostname = contoso.cassandra.cosmos.azure.com\n",
  ],
  [
    "decoded method",
    "a.lua",
    'local host = "contoso-orders.documents.azure.com"\nlocal master = ngx.decode_base64("«LEGACY»")\n',
  ],
  [
    "unwrap",
    "a.rs",
    'let k = env::var("COSMOS_KEY").unwrap_or_else(|_| "«LEGACY»".into());\nfn f() -> String { var("COSMOS_KEY").unwrap_or_else(|_| "«LEGACY»".to_string()) }\n',
  ],
  [
    "private key",
    "a.json",
    '{ "Db": { "EndpointUrl": "https://contoso-orders.documents.azure.com:443/", "PrivateKey": "«LEGACY»" } }\n',
  ],
  ["mistyped", ".env", "COMSOS_KEY=«LEGACY»\n"],
  ["two products, master key", ".env", "STRIPE_SYNC_COSMOSDB_MASTERKEY=«LEGACY»\n"],
  [
    "german",
    "a.ini",
    "[Datenbank]\nendpunkt=https://contoso-orders.documents.azure.com:443/\nzugriffsschluessel=«LEGACY»\n",
  ],
  ["spanish", "a.py", 'URL = "https://contoso-orders.documents.azure.com:443/"\nCLAVE_PRIMARIA = "«LEGACY»"\n'],
  ["host's key", ".env", "HOST=https://contoso-orders.documents.azure.com:443/\nHOST_KEY=«LEGACY»\n"],
  [
    "argument of a repository",
    "a.cs",
    'var repo = new DocumentRepository(\n    "https://contoso-orders.documents.azure.com:443/",\n    "«LEGACY»",\n    "Notes");\n',
  ],
  [
    "options of a lambda",
    "a.cs",
    's.Configure<DbOptions>(o => { o.Uri = new Uri("https://contoso-orders.documents.azure.com:443/"); o.Secret = "«LEGACY»"; });\n',
  ],
  [
    "secure string in a table",
    "a.ps1",
    "$p = @{\n  Account = 'contoso'\n  Key = ConvertTo-SecureString -AsPlainText -Force '«LEGACY»'\n}\nNew-CosmosDbContext @p\n",
  ],
  [
    "decoded in r",
    "a.R",
    'host <- "https://contoso-orders.documents.azure.com"\nkey <- base64_dec("«LEGACY»")\nsig <- base64_enc(hmac(key, text, "sha256", raw = TRUE))\n',
  ],
  [
    "pre-request script",
    "a.json",
    '{"event":[{"listen":"prerequest","script":{"exec":["var mastKey = \\"«LEGACY»\\";","var signature = CryptoJS.HmacSHA256(text, key);"]}}],"request":{"url":"https://contoso-orders.documents.azure.com/dbs"}}\n',
  ],
  [
    "handed to its call",
    "a.ts",
    'const secret = "«LEGACY»";\nconst client = connect({\n  endpoint: "https://contoso-orders.documents.azure.com:443/",\n  key: secret,\n});\n',
  ],
  [
    "polish",
    "a.cs",
    'const string Adres = "https://contoso-orders.documents.azure.com:443/";\nconst string KluczGlowny = "«LEGACY»";\n',
  ],
  ["chinese", "a.txt", "终结点：https://contoso-orders.documents.azure.com:443/\n主密钥：«LEGACY»\n"],
  ["given to a key's name", "a.js", 'const parts = ["«LEGACY»"];\nconst cosmosKey = parts.join("");\n'],
  ["row of a table", "a.csv", "service,name,secret\nstorage,contoso,LEGACY\ncosmosdb,contoso,«LEGACY»\n"],
  [
    "cells",
    "a.html",
    "<table><tr><td>CosmosDB Key</td><td>«LEGACY»</td></tr><tr><td>Storage Key</td><td>LEGACY</td></tr></table>\n",
  ],
  [
    "kinds",
    "a.py",
    'SERVICES = [\n  dict(kind="blob", account="contoso", key="LEGACY"),\n  dict(kind="cosmos", account="contoso", key="«LEGACY»"),\n]\n',
  ],
  ["types of a list", "a.yaml", "- type: storage\n  key: LEGACY\n- type: cosmosdb\n  key: «LEGACY»\n"],
  [
    "signed with the service's headers",
    "a.py",
    'key = base64.b64decode("«LEGACY»")\nsig = hmac.new(key, text, hashlib.sha256).digest()\nheaders = {"x-ms-documentdb-isquery": "true", "authorization": quote("type=master&ver=1.0&sig=" + b64(sig))}\nrequests.post("https://contoso.documents.azure.com/dbs", headers=headers)\n',
  ],
  [
    "a remark",
    "a.yaml",
    "db:\n  uri: https://contoso-orders.documents.azure.com:443/\n  # jwt tokens live here\n  key: «LEGACY»\n",
  ],
  [
    "rust's token from base64",
    "a.rs",
    'let auth = AuthorizationToken::primary_from_base64("«LEGACY»")?;\nlet client = CosmosClient::new("contoso", auth);\n',
  ],
  ["mistyped", "a.py", 'COSMODDB_KEY = "«LEGACY»"\nCSMOSDB_KEY = "«LEGACY»"\nDOCUMETDB_KEY = "«LEGACY»"\n'],
  ["folded in prose", "a.ics", "DESCRIPTION:Cosmos key «LEGACY»\n"],
  [
    "a policy",
    "a.xml",
    '<policies><set-variable name="sig" value="@{ var hmac = new HMACSHA256 { Key = Convert.FromBase64String(&quot;«LEGACY»&quot;) }; return 1; }" /><set-backend-service base-url="https://contoso-orders.documents.azure.com" /></policies>\n',
  ],
  ["japanese", "a.md", "エンドポイント: https://contoso-orders.documents.azure.com:443/\nプライマリ キー: «LEGACY»\n"],
  [
    "tables' client of Storage's SDK",
    "a.cs",
    'var creds = new StorageCredentials("shop", "«LEGACY»");\nvar a = new CloudStorageAccount(creds, new Uri("https://shop.table.cosmos.azure.com"));\n',
  ],
  [
    "tables' call of Storage's SDK",
    "a.rb",
    "TableService.create(storage_account_name: 'shop', storage_access_key: '«LEGACY»', storage_table_host: 'https://shop.table.cosmos.azure.com')\n",
  ],
  ["inserted by columns", "a.sql", "INSERT INTO c (id, cosmos_key, jwt_secret) VALUES (1, '«LEGACY»', 'LEGACY');\n"],
  [
    "inserted by name and value",
    "a.sql",
    "INSERT INTO [s] ([Name], [Value]) VALUES (N'CosmosKey', N'«LEGACY»'),\n  (N'JwtKey', N'LEGACY');\n",
  ],
  [
    "mongo's evidence",
    "a.cs",
    'settings.Server = new MongoServerAddress("shop.mongo.cosmos.azure.com", 10255);\nvar evidence = new PasswordEvidence("«LEGACY»");\n',
  ],
  ["said", "a.txt", "The Cosmos DB primary key is «LEGACY» for now.\n"],
  ["pieces of a list joined by a text", "a.py", 'PARTS = ["«LEGACY»"]\nCOSMOS_KEY = "".join(PARTS)\n'],
  ["a label on the line before", "a.txt", "Primary key:\n«LEGACY»\nAccount: shop.documents.azure.com\n"],
  ["a label in a string", "a.json", '{ "out": "primary key: «LEGACY»", "account": "shop.documents.azure.com" }\n'],
  [
    "a variable's indexes",
    "a.php",
    "$cosmos['dev']['uri'] = 'https://shop.documents.azure.com';\n$cosmos['dev']['key'] = '«LEGACY»';\n",
  ],
  [
    "quoted into a URL",
    "a.py",
    'uri = "mongodb://shop:%s@shop.mongo.cosmos.azure.com:10255/?ssl=true" % quote_plus("«LEGACY»")\n',
  ],
  [
    "a credential beside another's of the same class",
    "A.cs",
    'var s = new SearchClient(new Uri("https://a.search.windows.net"), "i", new AzureKeyCredential("LEGACY"));\nvar c = new CosmosClient("https://shop.documents.azure.com", new AzureKeyCredential("«LEGACY»"));\n',
  ],
  [
    "added to what becomes the key",
    "a.cs",
    'var sb = new StringBuilder();\nsb.Append("«LEGACY»");\noptions.CosmosKey = sb.ToString();\n',
  ],
  ["before its endpoint", "a.txt", "«LEGACY»  https://shop.documents.azure.com:443/\n"],
  ["a word of its own behind a word for small", "a.yml", 'micro_cosmos_key: "«LEGACY»"\n'],
  [
    "numbered steps",
    "a.md",
    "1. Create the database\n   - URI: https://shop.documents.azure.com\n2. Copy the values\n   - Key: «LEGACY»\n",
  ],
  [
    "a list below an item",
    "a.md",
    "- Cosmos DB\n  - production\n    - uri: https://shop.documents.azure.com\n    - key: «LEGACY»\n",
  ],
  ["a title below a title", ".env", "# Cosmos DB\n\n# Orders\nDB_KEY=«LEGACY»\n"],
  [
    "the options of the database's type",
    "A.cs",
    'services.Configure<JwtOptions>(o => o.Issuer = "shop");\nservices.Configure<DatabaseOptions>(o => { o.Url = "https://shop.documents.azure.com"; o.Key = "«LEGACY»"; });\n',
  ],
  [
    "a named credential of an account with Cosmos DB's tables",
    "a.js",
    "const k = new AzureNamedKeyCredential('shop', '«LEGACY»');\nconst t = new TableClient('https://shop.table.cosmos.azure.com', 'orders', k);\n",
  ],
  [
    "a plain title that is anybody's",
    "keys.txt",
    "Cosmos:\nURI = https://shop.documents.azure.com\n\nSecrets:\nKEY = «LEGACY»\n",
  ],
  [
    "a resource that is anybody's",
    "a.tf",
    'resource "kubernetes_secret" "db" {\n  data = { endpoint = "https://shop.documents.azure.com" }\n}\nresource "kubernetes_secret" "db_key" {\n  data = { key = "«LEGACY»" }\n}\n',
  ],
  [
    "what Cosmos DB's own command wrote",
    "out.log",
    '$ az storage account show -n shopimages\n$ az cosmosdb keys list -n shop -g rg\n[ { "keyName": "key1", "value": "«LEGACY»" } ]\n',
  ],
  [
    "an argument behind the variable that holds the endpoint",
    "a.py",
    'ENDPOINT = "https://shop.documents.azure.com"\nclient = connect(ENDPOINT, "«LEGACY»")\n',
  ],
  [
    "a password below a title that is anybody's",
    "a.txt",
    "Database\nhost: c-shop.abcdef.postgres.cosmos.azure.com\n\nLogin\nuser: citus\npassword: «PASSWORD»\n",
  ],
  [
    "a password in a numbered list",
    "a.md",
    "1. Host: c-shop.abcdef.postgres.cosmos.azure.com\n2. User: citus\n3. Password: «PASSWORD»\n",
  ],
];

const SILENT: readonly (readonly [title: string, path: string, text: string])[] = [
  [
    "storage near",
    "a.json",
    '{\n  "CosmosEndpoint": "https://contoso-orders.documents.azure.com:443/",\n  "StorageKey": "LEGACY"\n}\n',
  ],
  [
    "storage conn legacy",
    "a.json",
    '{\n  "Cosmos": "AccountEndpoint=https://contoso-orders.documents.azure.com:443/;",\n  "Blob": "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=LEGACY;EndpointSuffix=core.windows.net"\n}\n',
  ],
  [
    "table storage",
    "a.json",
    '{ "t": "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=LEGACY;TableEndpoint=https://contoso.table.core.windows.net/;" }\n',
  ],
  [
    "integrity cosmos name",
    "a.html",
    '<script src="/cosmos-db/cosmos.js" integrity="sha512-LEGACY" crossorigin></script>\n',
  ],
  [
    "nuget",
    "project.assets.json",
    '{ "libraries": { "Microsoft.Azure.Cosmos/3.46.0": { "sha512": "LEGACY", "type": "package" } } }\n',
  ],
  ["nuget sha", "microsoft.azure.cosmos.3.46.0.nupkg.sha512", "LEGACY"],
  ["cargo", "a.toml", '[cosmos]\nhash = "LEGACY"\n'],
  ["cosmos chain", "a.go", 'import "github.com/cosmos/cosmos-sdk/types"\nvar pubKey = "LEGACY"\n'],
  [
    "jwt",
    "a.json",
    '{ "Cosmos": { "Endpoint": "https://contoso-orders.documents.azure.com:443/" }, "Jwt": { "SigningKey": "LEGACY" } }\n',
  ],
  [
    "eventhub",
    "a.json",
    '{ "Cosmos": "https://contoso-orders.documents.azure.com:443/", "Hub": "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=LEGACY" }\n',
  ],
  ["appconfig", "a.json", '{ "AppConfig": "Endpoint=https://x.azconfig.io;Id=abc;Secret=LEGACY" }\n'],
  [
    "iothub",
    "a.env",
    "IOTHUB=HostName=x.azure-devices.net;SharedAccessKeyName=o;SharedAccessKey=LEGACY\nCOSMOS_ENDPOINT=https://contoso-orders.documents.azure.com:443/\n",
  ],
  ["sig", "a.json", '{ "signature": "LEGACY", "cosmos": true }\n'],
  [
    "pw placeholders",
    "a.md",
    "mongodb+srv://<user>:<password>@contoso.mongocluster.cosmos.azure.com/\nmongodb+srv://user:${MONGO_PASSWORD}@contoso.mongocluster.cosmos.azure.com/\nmongodb+srv://user:{password}@contoso.mongocluster.cosmos.azure.com/\nhost=c-x.a.postgres.cosmos.azure.com password=$PGPASSWORD\npostgres://citus:****@c-x.a.postgres.cosmos.azure.com/citus\nServer=c-x.a.postgres.cosmos.azure.com;Password=your_password;\n",
  ],
  [
    "pw call",
    "a.py",
    'conn = connect(host="c-x.a.postgres.cosmos.azure.com", password=os.environ["PW"])\nconn = connect(host="c-x.a.postgres.cosmos.azure.com", password=get_password())\nconn = connect(host="c-x.a.postgres.cosmos.azure.com", password=settings.db_password)\n',
  ],
  [
    "hmac",
    "a.yml",
    "cosmos:\n  endpoint: https://contoso-orders.documents.azure.com:443/\nwebhook:\n  hmac_secret: LEGACY\n",
  ],
  ["session", "a.js", 'import { CosmosClient } from "@azure/cosmos";\napp.use(session({ secret: "LEGACY" }));\n'],
  ["datauri", "a.css", ".cosmos { background: url(data:image/gif;base64,LEGACY) }\n"],
  ["sourcemap", "a.js.map", '{ "sources": ["@azure/cosmos"], "mappings": "LEGACY" }\n'],
  ["functions host key", ".env", "COSMOS_ENDPOINT=https://contoso-orders.documents.azure.com:443/\nHOST_KEY=LEGACY\n"],
  [
    "data protection",
    "key.xml",
    '<key><descriptor><masterKey p4:requiresEncryption="true" xmlns:p4="http://schemas.asp.net/2015/03/dataProtection"><value>LEGACY</value></masterKey></descriptor></key>\n',
  ],
  ["minisign", "cosmos.minisig", "untrusted comment: signature\nLEGACY\ntrusted comment: cosmos\nLEGACY\n"],
  [
    "signed with",
    "a.ts",
    'const secret = "LEGACY";\nconst mac = createHmac("sha512", Buffer.from(secret, "base64")).update(body);\nconst cosmos = new CosmosClient({ endpoint: "https://contoso.documents.azure.com", aadCredentials });\n',
  ],
  [
    "under another's title",
    "a.md",
    "## Cosmos\n- URI: https://contoso-orders.documents.azure.com:443/\n\n## Storage\n- Key: LEGACY\n",
  ],
  [
    "another resource in a state",
    "terraform.tfstate",
    '{ "resources": [ { "type": "azurerm_cosmosdb_account", "instances": [ { "attributes": { "endpoint": "https://contoso-orders.documents.azure.com:443/" } } ] }, { "type": "azurerm_storage_account", "instances": [ { "attributes": { "primary_access_key": "LEGACY" } } ] } ] }\n',
  ],
  ["another product's master key", "a.yaml", "zitadel:\n  masterkey: LEGACY\n"],
  ["jwks", "a.json", '{ "keys": [ { "kty": "oct", "kid": "cosmos-1", "k": "LEGACY" } ] }\n'],
  ["sig", "a.txt", "https://contoso.blob.core.windows.net/cosmos.bak?sv=2020&sig=LEGACY\n"],
  [
    "another module",
    "a.js",
    '(push=[[0],{1:function(e){e.exports={host:"https://contoso.documents.azure.com",authKey:"x"}},2:function(e){e.exports={sentry:"y",secret:"LEGACY"}}}]);\n',
  ],
  [
    "webhook of sha512",
    "a.go",
    '// persists to https://contoso.documents.azure.com\nvar secret, _ = base64.StdEncoding.DecodeString("LEGACY")\nvar mac = hmac.New(sha512.New, secret)\n',
  ],
  [
    "handed to another",
    "a.ts",
    "const secret = 'LEGACY';\nexport const sign = (p) => jsonwebtoken.sign(p, secret);\nexport const db = new CosmosClient({ endpoint: 'https://contoso.documents.azure.com', aadCredentials });\n",
  ],
  [
    "remember me",
    "a.yml",
    "azure:\n  cosmosdb:\n    uri: https://contoso.documents.azure.com\napp:\n  security:\n    remember-me:\n      key: LEGACY\n",
  ],
  ["code in an address", "a.ts", 'const cosmosProxy = "https://contoso.azurewebsites.net/api/cosmos?code=LEGACY";\n'],
  [
    "account before",
    "a.yaml",
    "- name: AZURE_STORAGE_ACCOUNT\n  value: contoso\n- name: ACCOUNT_KEY\n  value: LEGACY\n- name: COSMOS_ENDPOINT\n  value: https://contoso.documents.azure.com\n",
  ],
  ["certificate", "a.json", '{ "cosmosEmulatorCert": "LEGACY" }\n'],
  ["kubeconfig", "a.yaml", "users:\n- name: cosmos-admin\n  user:\n    client-key-data: LEGACY\n"],
  ["registry", "config.json", '{ "auths": { "cosmosregistry.azurecr.io": { "auth": "LEGACY" } } }\n'],
  ["a file's hash", "a.txt", "cosmos/index.js - LEGACY\ncosmos-emulator.msi - LEGACY\n"],
  ["an id", "a.json", '{ "id": "LEGACY", "account": "https://contoso.documents.azure.com:443/" }\n'],
  [
    "auth's key",
    "a.json",
    '{ "Cosmos": { "Uri": "https://contoso.documents.azure.com:443/" }, "Auth": { "Key": "LEGACY", "Issuer": "contoso" } }\n',
  ],
  [
    "auth's key, in lines",
    "a.json",
    '{\n  "Cosmos": {\n    "Uri": "https://contoso.documents.azure.com:443/"\n  },\n  "Tokens": {\n    "Key": "LEGACY"\n  }\n}\n',
  ],
  [
    "another connection",
    "a.json",
    '{ "documentdb": { "parameterValues": { "databaseAccount": "contoso" } }, "azureblob": { "parameterValues": { "accountName": "contoso", "accessKey": "LEGACY" } } }\n',
  ],
  [
    "another's credential",
    "a.sql",
    "CREATE CREDENTIAL [https://contoso.blob.core.windows.net/c] WITH IDENTITY='SHARED ACCESS SIGNATURE', SECRET='LEGACY';\nSELECT * FROM OPENROWSET(PROVIDER='CosmosDB', CONNECTION='Account=contoso;Database=d', OBJECT='o') AS r\n",
  ],
  ["key store", "a.yaml", "hosts: [contoso.gremlin.cosmos.azure.com]\nkeyStorePassword: LEGACY\n"],
  [
    "password of a server",
    ".env",
    "COSMOS_URI=https://contoso.documents.azure.com:443/\nPOSTGRES_HOST=db\nPOSTGRES_PASSWORD=LEGACY\nSQL_PASSWORD=LEGACY\n",
  ],
  [
    "decoded beside an sdk",
    "a.cs",
    'static readonly byte[] Key = Convert.FromBase64String("LEGACY");\nvar client = new CosmosClient("https://contoso.documents.azure.com:443/", new DefaultAzureCredential());\n',
  ],
  ["bearer", "a.http", "GET https://api.contoso.example/cosmos\nAuthorization: Bearer LEGACY\n"],
  ["az storage", "a.sh", "az storage blob upload --account-name contoso --account-key LEGACY -f cosmos.json\n"],
  [
    "az iot",
    "a.sh",
    "az iot dps enrollment create --primary-key LEGACY\necho https://contoso.documents.azure.com:443/\n",
  ],
  [
    "storage in pieces",
    "a.cs",
    'var blob = "DefaultEndpointsProtocol=https;" +\n    "AccountName=contoso;" +\n    "AccountKey=LEGACY;" +\n    "EndpointSuffix=core.windows.net";\nvar cosmosUri = "https://contoso.documents.azure.com:443/";\n',
  ],
  [
    "another class",
    "a.ts",
    "class TokenService {\n  private readonly secret = 'LEGACY';\n}\nclass CosmosService {\n  private readonly endpoint = 'https://contoso.documents.azure.com:443/';\n}\n",
  ],
  ["maps", "a.yaml", "cosmos:\n  uri: https://contoso.documents.azure.com:443/\nmaps:\n  primaryKey: LEGACY\n"],
  [
    "bytes of a document",
    "a.cs",
    'var bytes = Convert.FromBase64String("LEGACY");\nawait new CosmosClient(uri, credential).Write(bytes);\n',
  ],
  [
    "amazon's module",
    "a.tf",
    'module "docdb" {\n  source = "cloudposse/documentdb-cluster/aws"\n  master_password = "LEGACY"\n}\n',
  ],
  ["words", ".env", "COSMOS_KEY=WORDS\n"],
  [
    "a person's password",
    "a.tf",
    'resource "azurerm_linux_virtual_machine" "v" {\n  admin_password = "LEGACY"\n}\nresource "azurerm_cosmosdb_account" "c" {\n  name = "contoso"\n}\n',
  ],
  ["listed with a size", "a.dsc", "Checksums-Sha512:\n LEGACY 123 cosmos_1.orig.tar.gz\n"],
  [
    "session beside a client",
    "a.js",
    "app.use(session({ secret: 'LEGACY', resave: false }));\nconst endpoint = 'https://contoso.documents.azure.com:443/';\nconst client = new CosmosClient({ endpoint, aadCredentials });\n",
  ],
  [
    "parse's key",
    "a.js",
    "const { ParseServer } = require('parse-server');\nnew ParseServer({ databaseURI: 'mongodb://contoso.mongo.cosmos.azure.com:10255/parse', masterKey: 'LEGACY' });\n",
  ],
  [
    "dashboard's key",
    "a.json",
    '{ "Hangfire": { "Dashboard": { "Key": "LEGACY" } }, "Cosmos": { "AccountEndpoint": "https://contoso.documents.azure.com:443/" } }\n',
  ],
  [
    "map's key",
    "a.cs",
    'const string DbUri = "https://contoso.documents.azure.com:443/";\nconst string MapKey = "LEGACY";\n',
  ],
  ["nuget's key", "a.ps1", "nuget push Contoso.Cosmos.1.0.nupkg -ApiKey LEGACY\n"],
  [
    "verified beside an sdk",
    "a.ts",
    'nacl.sign.detached.verify(message, decodeBase64("LEGACY"), key);\nconst c = new CosmosClient({ endpoint: "https://contoso.documents.azure.com:443/", aadCredentials });\n',
  ],
  [
    "signed with a text",
    "a.rb",
    '# orders go to contoso.documents.azure.com\nSECRET = "LEGACY"\nOpenSSL::HMAC.hexdigest("sha256", SECRET, body)\n',
  ],
  [
    "a jwt's, as prose says",
    "a.txt",
    "The jwt secret is LEGACY and https://shop.documents.azure.com:443/ is keyless.\n",
  ],
  [
    "an inserted row's other column",
    "a.sql",
    "INSERT INTO c (jwt_secret, cosmos_endpoint) VALUES ('LEGACY', 'https://shop.documents.azure.com:443/');\n",
  ],
  [
    "storage beside tables of cosmos",
    "a.cs",
    'var creds = new StorageCredentials("blobs", "LEGACY");\nvar t = new Uri("https://shop.table.cosmos.azure.com");\n',
  ],
  ["a label's on the line before", "a.txt", "Signing key:\nLEGACY\nAccount: shop.documents.azure.com\n"],
  ["a label's in a string", "a.json", '{ "out": "webhook secret: LEGACY", "account": "shop.documents.azure.com" }\n'],
  [
    "a label's in lines of a string",
    "a.json",
    '{ "out": "JWT signing key:\\nLEGACY\\n", "account": "shop.documents.azure.com" }\n',
  ],
  ["a label's in a block", "a.yaml", "note: |\n  session secret:\n  LEGACY\nhost: shop.documents.azure.com\n"],
  [
    "another column of a table",
    "a.md",
    "| Cosmos endpoint | Session secret |\n|---|---|\n| https://shop.documents.azure.com | LEGACY |\n",
  ],
  ["a label of two words", "a.md", "Cosmos endpoint: https://shop.documents.azure.com\nEncryption key: `LEGACY`\n"],
  ["words before it", "a.txt", "Cosmos DB https://shop.documents.azure.com, Storage key LEGACY\n"],
  [
    "another request's header",
    "a.http",
    "GET https://shop.documents.azure.com/dbs\n\n###\nGET https://api.shop.com/x\nx-api-key: LEGACY\n",
  ],
  [
    "another variable's index",
    "a.php",
    "$cosmos['uri'] = 'https://shop.documents.azure.com';\n$jwt['secret'] = 'LEGACY';\n",
  ],
  [
    "another object by what takes it",
    "A.cs",
    'o.Cosmos = new() { Uri = new Uri("https://shop.documents.azure.com") };\no.Jwt = new() { Key = "LEGACY" };\n',
  ],
  [
    "a table without bars at its sides",
    "a.md",
    "Cosmos endpoint | Storage key\n--- | ---\nhttps://shop.documents.azure.com | LEGACY\n",
  ],
  [
    "another client's credential of the same class",
    "A.cs",
    'var s = new SearchClient(new Uri("https://a.search.windows.net"), "i", new AzureKeyCredential("LEGACY"));\nvar c = new CosmosClient("https://shop.documents.azure.com", credential);\n',
  ],
  [
    "another collection's",
    "a.r",
    'cosmos <- list(uri = "https://shop.documents.azure.com")\njwt <- list(key = "LEGACY")\n',
  ],
  [
    "another object's",
    "a.vb",
    'Dim c = New CosmosSettings With { .Uri = "https://shop.documents.azure.com" }\nDim j = New JwtSettings With { .Key = "LEGACY" }\n',
  ],
  [
    "the variable before a key's on one line",
    "a.sh",
    "export JWT_KEY=LEGACY COSMOS_URI=https://shop.documents.azure.com:443/\n",
  ],
  ["a form's first field", "a.har", '{ "text": "jwt=LEGACY%&cosmosUri=https%3A%2F%2Fshop.documents.azure.com" }\n'],
  ["a bold label's", "a.md", "**JWT key**: `LEGACY`\n**Cosmos endpoint**: https://shop.documents.azure.com\n"],
  ["a word that ends in cosmos", "a.yml", 'microcosmosToken: "LEGACY"\n'],
  [
    "a list's item with a title",
    "NOTES.md",
    "- Cosmos DB: https://shop.documents.azure.com\n- Storage account shopimages\n  - key: LEGACY\n",
  ],
  [
    "a numbered item with a title",
    "NOTES.md",
    "1. Cosmos DB\n   - URI: https://shop.documents.azure.com\n2. Search service\n   - Key: LEGACY\n",
  ],
  [
    "indented lines with a title",
    "keys.txt",
    "Cosmos\n  https://shop.documents.azure.com\nStorage\n  shopimages\n  LEGACY\n",
  ],
  [
    "lines below a bold title",
    "NOTES.md",
    "**Cosmos DB**\n- Endpoint: https://shop.documents.azure.com\n\n**Search**\n- Key: LEGACY\n",
  ],
  [
    "the options of another type",
    "A.cs",
    'services.Configure<CosmosOptions>(o => { o.Endpoint = "https://shop.documents.azure.com"; });\nservices.Configure<JwtOptions>(o => { o.Key = "LEGACY"; });\n',
  ],
  [
    "an element of the same name",
    "a.xml",
    "<c>\n  <storage><account>shopimages</account><key>LEGACY</key></storage>\n  <cosmos><endpoint>https://shop.documents.azure.com</endpoint><key>x</key></cosmos>\n</c>\n",
  ],
  [
    "a named credential of an account without an endpoint here",
    "a.js",
    "const t = new AzureNamedKeyCredential('shopimages', 'LEGACY');\nconst c = new CosmosClient({ endpoint: 'https://shop.documents.azure.com', key });\n",
  ],
  [
    "a named credential of an account with Storage's tables",
    "a.js",
    "// cosmos later\nconst k = new AzureNamedKeyCredential('shoptables', 'LEGACY');\nconst t = new TableClient('https://shoptables.table.core.windows.net', 'orders', k);\n",
  ],
  [
    "lines below a plain title",
    "keys.txt",
    "Cosmos:\nURI = https://shop.documents.azure.com\n\nBatch:\nKEY = LEGACY\n",
  ],
  [
    "lines below an underlined title",
    "README.txt",
    "Cosmos DB\n---------\nendpoint https://shop.documents.azure.com\n\nStorage\n-------\nkey LEGACY\n",
  ],
  [
    "the options of tokens",
    "A.cs",
    'services.Configure<CosmosOptions>(o => o.Endpoint = "https://shop.documents.azure.com");\nservices.Configure<TokenOptions>(o => o.Key = "LEGACY");\n',
  ],
  [
    "a resource by its own name",
    "a.tf",
    'resource "kubernetes_secret" "db" {\n  data = { endpoint = "https://shop.documents.azure.com" }\n}\nresource "kubernetes_secret" "jwt" {\n  data = { key = "LEGACY" }\n}\n',
  ],
  [
    "what another service's command wrote",
    "out.log",
    '$ az cosmosdb keys list -n shop -g rg\n$ az storage account keys list -n shopimages\n[ { "keyName": "key1", "value": "LEGACY" } ]\n',
  ],
  [
    "an argument behind a variable of another's",
    "a.py",
    'ENDPOINT = "https://shop.documents.azure.com"\nBROKER = "tcp"\npublish(BROKER, "LEGACY")\n',
  ],
  [
    "a password below another title",
    "a.txt",
    "Database\nhost: c-shop.abcdef.postgres.cosmos.azure.com\n\nMailbox\nuser: ann\npassword: PASSWORD\n",
  ],
];

describe("found", () => {
  test.each(FOUND)("%s, in %s", (_title, path, text) => {
    expectFindings(filled(text), path);
  });
});

describe("passed over", () => {
  test.each(SILENT)("%s, in %s", (_title, path, text) => {
    expectFindings(filled(text), path);
  });
});
