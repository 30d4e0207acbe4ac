import { describe, expect, test } from "vitest";
import { scan } from "../../src/engine/scan";
import { expectFindings } from "../expectFindings";
import { legacyKey } from "../keys";

/** Chosen passwords: every shape that holds one, and the same shapes with something else in the password's place. */

const PG = "c-shop.abcdefghijklmn.postgres.cosmos.azure.com";
const VCORE = "shop.mongocluster.cosmos.azure.com";

const password = (): string => `S${legacyKey().replace(/\W/g, "").slice(0, 14)}x9`;

/** A shape: where `PW` stands, a password does. `quote` is what the language puts around a literal there, if any. */
interface Shape {
  readonly path: string;
  readonly text: string;
  readonly quote?: string;
}

const shape = (path: string, text: string, quote?: string): Shape =>
  quote === undefined ? { path, text } : { path, text, quote };

const SHAPES: Readonly<Record<string, Shape>> = {
  // Settings
  "DB_PASS in .env": shape(".env", `DB_HOST=${PG}\nDB_USER=citus\nDB_PASS=PW\n`),
  "PGPASSWORD in .env": shape(".env", `export PGHOST=${PG}\nexport PGPASSWORD="PW"\n`, '"'),
  "before the host": shape(".env", `POSTGRES_PASSWORD=PW\nPOSTGRES_HOST=${PG}\n`),
  "PWD as suffix": shape(".env", `MONGO_URL=mongodb+srv://${VCORE}/\nMONGO_USER=app\nMONGO_PASSWD=PW\n`),
  "yaml pass": shape("a.yaml", `db:\n  host: ${PG}\n  user: citus\n  pass: PW\n`),
  "yaml quoted": shape(
    "a.yml",
    `spring:\n  datasource:\n    url: jdbc:postgresql://${PG}:5432/citus\n    username: citus\n    password: 'PW'\n`,
    "'",
  ),
  properties: shape(
    "a.properties",
    `spring.datasource.url=jdbc:postgresql://${PG}:5432/citus\nspring.datasource.password=PW\n`,
  ),
  toml: shape("a.toml", `[database]\nserver = "${PG}"\npassword = "PW"\n`, '"'),
  ini: shape("a.ini", `[pg]\nhost = ${PG}\npasswd = PW\n`),
  json: shape("a.json", `{ "Postgres": { "Host": "${PG}", "Username": "citus", "Password": "PW" } }\n`, '"'),
  "json over lines": shape(
    "a.json",
    `{\n  "db": {\n    "host": "${PG}",\n    "user": "citus",\n    "password": "PW"\n  },\n  "smtp": { "host": "smtp.shop.com" }\n}\n`,
    '"',
  ),
  "json in a child": shape(
    "a.json",
    `{ "mongo": { "uri": "mongodb+srv://${VCORE}/", "auth": { "username": "app", "password": "PW" } } }\n`,
    '"',
  ),
  "xml elements": shape("a.xml", `<db><host>${PG}</host><user>citus</user><password>PW</password></db>\n`),
  "xml attributes": shape("a.xml", `<datasource host="${PG}" user="citus" password="PW" />\n`, '"'),
  "xml settings": shape("web.config", `<add key="PgHost" value="${PG}" />\n<add key="PgPassword" value="PW" />\n`, '"'),
  "kubernetes env": shape("a.yaml", `env:\n- name: PGHOST\n  value: ${PG}\n- name: PGPASSWORD\n  value: "PW"\n`, '"'),
  "task definition": shape("a.json", `[{"name":"PGHOST","value":"${PG}"},{"name":"PGPASSWORD","value":"PW"}]`, '"'),
  "value before name": shape("a.json", `[{"value":"${PG}","name":"PGHOST"},{"value":"PW","name":"PGPASSWORD"}]`, '"'),
  "string data": shape("a.yaml", `kind: Secret\nstringData:\n  host: ${PG}\n  password: PW\n`),
  pgpass: shape(".pgpass", `${PG}:5432:citus:citus:PW\n`),
  pg_service: shape(".pg_service.conf", `[shop]\nhost=${PG}\nport=5432\nuser=citus\npassword=PW\n`),
  compose: shape(
    "docker-compose.yml",
    `services:\n  api:\n    environment:\n      - PGHOST=${PG}\n      - PGPASSWORD=PW\n`,
  ),
  dockerfile: shape("Dockerfile", `ENV PGHOST=${PG}\nENV PGPASSWORD=PW\n`),
  plist: shape(
    "a.plist",
    `<dict>\n<key>PgHost</key>\n<string>${PG}</string>\n<key>PgPassword</key>\n<string>PW</string>\n</dict>\n`,
  ),
  // Strings
  ".NET string": shape("a.cs", `var cs = "Host=${PG};Database=citus;Username=citus;Password=PW;SSL Mode=Require";\n`),
  ".NET string in JSON": shape(
    "a.json",
    `{ "ConnectionStrings": { "Pg": "Server=${PG};Port=5432;User Id=citus;Password=PW;" } }\n`,
  ),
  "libpq string": shape(
    "a.py",
    `psycopg2.connect("host=${PG} dbname=citus user=citus password='PW' sslmode=require")\n`,
  ),
  "libpq before host": shape("a.py", `psycopg2.connect("user=citus password=PW host=${PG}")\n`),
  "jdbc parameters": shape(
    "a.java",
    `String url = "jdbc:postgresql://${PG}:5432/citus?user=citus&password=PW&sslmode=require";\n`,
  ),
  odbc: shape("a.ini", `dsn=Driver={PostgreSQL Unicode};Server=${PG};Uid=citus;Pwd=PW;\n`),
  url: shape("a.txt", `postgres://citus:PW@${PG}:5432/citus?sslmode=require\n`),
  "mongo url": shape("a.js", `const u = "mongodb+srv://app:PW@${VCORE}/?tls=true";\n`),
  "encoded url": shape("a.txt", `next=mongodb%2Bsrv%3A%2F%2Fapp%3APW%40${VCORE}%2F\n`),
  "url in xml": shape(
    "a.config",
    `<add name="M" connectionString="mongodb+srv://app:PW@${VCORE}/?tls=true&amp;x=1" />\n`,
  ),
  sqlalchemy: shape("a.py", `engine = create_engine("postgresql+psycopg2://citus:PW@${PG}/citus")\n`),
  // Code
  "mongoose options": shape(
    "a.js",
    `mongoose.connect('mongodb+srv://${VCORE}/shop', {\n  user: 'dbadmin',\n  pass: 'PW',\n});\n`,
    "'",
  ),
  "node pool": shape(
    "a.ts",
    `const pool = new Pool({\n  host: "${PG}",\n  user: "citus",\n  password: "PW",\n  port: 5432,\n});\n`,
    '"',
  ),
  "go config": shape("a.go", `cfg := Config{\n\tHost: "${PG}",\n\tPassword: "PW",\n}\n`, '"'),
  "python kwargs": shape(
    "a.py",
    `conn = psycopg2.connect(\n    host="${PG}",\n    user="citus",\n    password="PW",\n)\n`,
    '"',
  ),
  "python dict": shape(
    "settings.py",
    `DATABASES = {\n    'default': {\n        'HOST': '${PG}',\n        'USER': 'citus',\n        'PASSWORD': 'PW',\n    }\n}\n`,
    "'",
  ),
  "python constants": shape("a.py", `DB_HOST = "${PG}"\nDB_PASSWORD = "PW"\n`, '"'),
  "python fallback": shape(
    "a.py",
    `host = os.getenv("PGHOST", "${PG}")\npassword = os.getenv("PGPASSWORD", "PW")\n`,
    '"',
  ),
  "spring default": shape("a.properties", `url=jdbc:postgresql://${PG}/citus\npassword=\${PG_PASSWORD:PW}\n`),
  "shell default": shape("a.sh", `PGHOST=${PG}\nexport PGPASSWORD="\${PGPASSWORD:-PW}"\n`),
  "js fallback": shape(
    "a.js",
    `const host = process.env.PGHOST || "${PG}";\nconst password = process.env.PGPASSWORD || "PW";\n`,
    '"',
  ),
  "java positional": shape(
    "A.java",
    `Connection c = DriverManager.getConnection("jdbc:postgresql://${PG}:5432/citus", "citus", "PW");\n`,
    '"',
  ),
  "java setters": shape(
    "A.java",
    `ds.setUrl("jdbc:postgresql://${PG}:5432/citus");\nds.setUsername("citus");\nds.setPassword("PW");\n`,
    '"',
  ),
  "java builder": shape(
    "A.java",
    `Builder.create()\n  .url("jdbc:postgresql://${PG}/citus")\n  .username("citus")\n  .password("PW")\n  .build();\n`,
    '"',
  ),
  "java properties": shape(
    "A.java",
    `String url = "jdbc:postgresql://${PG}/citus";\nprops.setProperty("user", "citus");\nprops.setProperty("password", "PW");\n`,
    '"',
  ),
  "csharp builder": shape(
    "A.cs",
    `var b = new NpgsqlConnectionStringBuilder\n{\n    Host = "${PG}",\n    Username = "citus",\n    Password = "PW",\n};\n`,
    '"',
  ),
  "csharp constants": shape(
    "A.cs",
    `private const string Host = "${PG}";\nprivate const string Password = "PW";\n`,
    '"',
  ),
  "php pdo": shape("a.php", `$db = new PDO('pgsql:host=${PG};dbname=citus', 'citus', 'PW');\n`, "'"),
  "php variables": shape("a.php", `$host = '${PG}';\n$user = 'citus';\n$password = 'PW';\n`, "'"),
  ruby: shape("a.rb", `PG.connect(host: '${PG}', user: 'citus', password: 'PW')\n`, "'"),
  "ruby hash": shape("a.rb", `{ :host => '${PG}', :password => 'PW' }\n`, "'"),
  kotlin: shape("A.kt", `config.jdbcUrl = "jdbc:postgresql://${PG}/citus"\nconfig.password = "PW"\n`, '"'),
  scala: shape("A.scala", `val props = Map("url" -> "jdbc:postgresql://${PG}/citus", "password" -> "PW")\n`, '"'),
  rust: shape("a.rs", `let mut config = Config::new();\nconfig.host("${PG}");\nconfig.password("PW");\n`, '"'),
  elixir: shape("config.exs", `config :shop, Repo,\n  hostname: "${PG}",\n  password: "PW"\n`, '"'),
  perl: shape("a.pl", `my $dbh = DBI->connect("dbi:Pg:dbname=citus;host=${PG}", "citus", "PW");\n`, '"'),
  R: shape("a.R", `con <- dbConnect(RPostgres::Postgres(), host = "${PG}", user = "citus", password = "PW")\n`, '"'),
  sequelize: shape(
    "a.js",
    `const s = new Sequelize("citus", "citus", "PW", { host: "${PG}", dialect: "postgres" });\n`,
    '"',
  ),
  "f-string": shape("a.py", `pwd = "PW"\nuri = f"mongodb+srv://app:{pwd}@${VCORE}/"\n`, '"'),
  "quoted for the URL": shape(
    "a.py",
    `password = "PW"\nuri = "mongodb+srv://app:" + quote_plus(password) + "@${VCORE}/"\n`,
    '"',
  ),
  template: shape(
    "a.js",
    'const password = "PW";\nconst uri = `mongodb+srv://app:${encodeURIComponent(password)}@' + VCORE + "/`;\n",
    '"',
  ),
  "csharp interpolated": shape(
    "a.cs",
    `var secret = "x"; var dbPassword = "PW";\nvar uri = $"mongodb+srv://app:{dbPassword}@${VCORE}/";\n`,
    '"',
  ),
  "java format": shape(
    "A.java",
    `String password = "PW";\nString uri = String.format("mongodb+srv://%s:%s@${VCORE}/", user, password);\n`,
    '"',
  ),
  "env in url": shape(".env", `PG_PASSWORD=PW\nDATABASE_URL=postgres://citus:\${PG_PASSWORD}@${PG}:5432/citus\n`),
  // Tools
  mongosh: shape("r.sh", `mongosh "mongodb+srv://${VCORE}/?tls=true" --username app --password PW\n`),
  "mongosh short": shape("r.sh", `mongosh "mongodb+srv://${VCORE}/?tls=true" -u app -p 'PW'\n`, "'"),
  "mongosh over lines": shape("r.sh", `mongosh "mongodb+srv://${VCORE}/" \\\n  --username app \\\n  --password PW\n`),
  mongodump: shape("r.sh", `mongodump --host ${VCORE} -u app -p PW --ssl\n`),
  psql: shape("r.sh", `PGPASSWORD=PW psql -h ${PG} -U citus citus\n`),
  "psql quoted": shape("r.sh", `PGPASSWORD='PW' psql "host=${PG} user=citus"\n`, "'"),
  cmd: shape("r.cmd", `set PGHOST=${PG}\nset PGPASSWORD=PW\n`),
  powershell: shape("r.ps1", `$env:PGHOST = "${PG}"\n$env:PGPASSWORD = "PW"\n`, '"'),
  "az postgres": shape(
    "r.sh",
    `az cosmosdb postgres cluster create -n shop -g rg --administrator-login-password "PW" --node-count 0\n`,
    '"',
  ),
  // Infrastructure
  terraform: shape(
    "a.tf",
    `resource "azurerm_cosmosdb_postgresql_cluster" "c" {\n  name = "shop"\n  administrator_login_password = "PW"\n}\n`,
    '"',
  ),
  "terraform mongo": shape(
    "a.tf",
    `resource "azurerm_mongo_cluster" "c" {\n  administrator_username = "app"\n  administrator_password = "PW"\n}\n`,
    '"',
  ),
  bicep: shape(
    "a.bicep",
    `resource c 'Microsoft.DocumentDB/mongoClusters@2024-07-01' = {\n  properties: { administrator: {\n    userName: 'app'\n    password: 'PW'\n  } }\n}\n`,
    "'",
  ),
  "bicep postgres": shape(
    "a.bicep",
    `resource c 'Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08' = {\n  name: 'shop'\n  properties: {\n    administratorLoginPassword: 'PW'\n  }\n}\n`,
    "'",
  ),
  arm: shape(
    "a.json",
    `{ "resources": [ { "type": "Microsoft.DocumentDB/mongoClusters", "name": "shop", "properties": { "administrator": { "userName": "app", "password": "PW" } } } ] }\n`,
    '"',
  ),
  "arm postgres": shape(
    "a.json",
    `{ "resources": [ { "type": "Microsoft.DBforPostgreSQL/serverGroupsv2", "properties": { "administratorLoginPassword": "PW" } } ] }\n`,
    '"',
  ),
  azapi: shape(
    "a.tf",
    `resource "azapi_resource" "c" {\n  type = "Microsoft.DocumentDB/mongoClusters@2024-07-01"\n  body = {\n    properties = { administrator = { userName = "app", password = "PW" } }\n  }\n}\n`,
    '"',
  ),
  pulumi: shape(
    "a.ts",
    `const c = new documentdb.MongoCluster("c", {\n  administrator: { userName: "app", password: "PW" },\n});\n`,
    '"',
  ),
  // Prose
  "markdown labels": shape("README.md", `**Host:** ${PG}  \n**User:** citus  \n**Password:** PW  \n`),
  "markdown list": shape("README.md", `- Host: \`${PG}\`\n- Password: \`PW\`\n`),
  "markdown table": shape("README.md", `| Host | User | Password |\n|---|---|---|\n| ${PG} | citus | PW |\n`),
  "markdown settings": shape("README.md", `| Setting | Value |\n|---|---|\n| Host | ${PG} |\n| Password | PW |\n`),
  csv: shape("a.csv", `host,user,password\n${PG},citus,PW\n`),
  sql: shape("a.sql", `-- ${PG}\nCREATE USER app WITH PASSWORD 'PW';\n`, "'"),
  "alter role": shape("a.sql", `-- psql -h ${PG}\nALTER ROLE citus WITH LOGIN PASSWORD 'PW';\n`, "'"),
  comment: shape("a.py", `# host: ${PG}\n# user: citus\n# password: PW\n`),
  "quoted comment": shape("a.cs", `// var host = "${PG}";\n// var password = "PW";\n`, '"'),
  notebook: shape(
    "a.ipynb",
    `{"cells":[{"cell_type":"code","source":["host = \\"${PG}\\"\\n","password = \\"PW\\"\\n"]}]}`,
    '\\"',
  ),
  "behind a flag's equals sign": shape(
    "r.sh",
    `mongorestore --host ${VCORE} --username app --password='PW' dump\n`,
    "'",
  ),
  "java addresses": shape(
    "A.java",
    `ds.setServerNames(new String[] {"${PG}"});\nds.setUser("citus");\nds.setPassword("PW");\n`,
    '"',
  ),
  "scala positional": shape(
    "A.scala",
    `Transactor.fromDriverManager[IO](\n  "org.postgresql.Driver",\n  "jdbc:postgresql://${PG}/citus",\n  "citus",\n  "PW",\n)\n`,
    '"',
  ),
  "libpq positional": shape("a.c", `PQsetdbLogin("${PG}", "5432", NULL, NULL, "citus", "app", "PW");\n`, '"'),
  "mongo shell": shape("a.js", `conn = new Mongo("${VCORE}:10260");\ndb.auth("app", "PW");\n`, '"'),
  "user secrets": shape(
    "r.sh",
    `dotnet user-secrets set "Pg:Host" "${PG}"\ndotnet user-secrets set "Pg:Password" "PW"\n`,
  ),
  "a Secret behind a ConfigMap": shape(
    "a.yaml",
    `kind: ConfigMap\ndata:\n  PGHOST: ${PG}\n---\nkind: Secret\nstringData:\n  PGPASSWORD: PW\n`,
  ),
  "html table": shape("a.html", `<tr><td>Host</td><td>${PG}</td></tr>\n<tr><td>Password</td><td>PW</td></tr>\n`),
  semicolons: shape("a.csv", `host;user;password\n${PG};citus;PW\n`),
  asciidoc: shape("a.adoc", `Host:: ${PG}\nPassword:: PW\n`),
  "a sentence": shape("a.md", `The cluster is \`${PG}\`, the password is \`PW\`.\n`),
  "a message in JSON": shape("a.json", `[{ "text": "host: ${PG}\\nuser: citus\\npassword: PW" }]\n`),
  "a word of another language": shape("a.php", `$hote = '${PG}';\n$mot_de_passe = 'PW';\n`, "'"),
  "an option's default": shape(
    "a.py",
    `p.add_argument("--host", default="${PG}")\np.add_argument("--password", default="PW")\n`,
    '"',
  ),
  "a property": shape(
    "a.cs",
    `public string Host { get; set; } = "${PG}";\npublic string Password { get; set; } = "PW";\n`,
    '"',
  ),
  "visual basic": shape("a.vb", `Const Server As String = "${PG}"\nConst Pswd As String = "PW"\n`),
  swift: shape("a.swift", `let secret = "PW"\nlet uri = "mongodb+srv://app:\\(secret)@${VCORE}/"\n`),
  "php joined": shape("a.php", `$pw = 'PW';\n$u = 'mongodb+srv://app:' . urlencode($pw) . '@${VCORE}/';\n`, "'"),
  "encoded for a format": shape("a.go", `fmt.Sprintf("mongodb+srv://%s:%s@${VCORE}/", "app", url.QueryEscape("PW"))\n`),
  "a URL over lines": shape("a.py", `uri = (\n    "mongodb+srv://app:PW"\n    "@${VCORE}/"\n)\n`),
  "a URL put together": shape("a.js", `const uri = 'mongodb+srv://app:PW' +\n  '@${VCORE}/';\n`),
  "az rest": shape(
    "r.sh",
    `az rest --url "https://management.azure.com/x/providers/Microsoft.DocumentDB/mongoClusters/shop?api-version=1" --body '{"properties":{"administrator":{"userName":"app","password":"PW"}}}'\n`,
    '"',
  ),
  "beside a URL with a placeholder": shape(
    "Dockerfile",
    `# ENV MONGO_URI=mongodb+srv://app:<password>@${VCORE}/\n# ENV MONGO_PASSWORD=PW\n`,
  ),
  "a setting's default": shape(
    "settings.py",
    `D = {"HOST": config("DB_HOST", default="${PG}"), "PASSWORD": config("DB_PASSWORD", default="PW")}\n`,
    '"',
  ),
  "before keywords": shape("a.m", `conn = postgresql("citus", "PW", Server="${PG}", PortNumber=5432);\n`, '"'),
  "over lines in python": shape("a.py", `DSN = """\n  host=${PG}\n  user=citus\n  password=PW\n"""\n`),
  "over lines in go": shape("a.go", "dsn := `host=" + PG + "\n  password=PW\n  dbname=citus`\n"),
  "over lines in csharp": shape("a.cs", `var cs = @"Host=${PG};\n  Username=citus;\n  Password=PW";\n`),
  "a schema's default": shape(
    "env.ts",
    `const env = z.object({\n  PGHOST: z.string().default("${PG}"),\n  PGPASSWORD: z.string().default("PW"),\n});\n`,
    '"',
  ),
  "an environment's default": shape(
    "a.rs",
    `let host = env::var("PGHOST").unwrap_or("${PG}".into());\nlet pw = env::var("PGPASSWORD").unwrap_or("PW".into());\n`,
    '"',
  ),
  "kotlin map": shape("a.kt", `val env = mapOf("PGHOST" to "${PG}", "PGPASSWORD" to "PW")\n`, '"'),
  "scala interpolated": shape("a.scala", `props.put("password", s"PW")\nval url = s"jdbc:postgresql://${PG}/citus"\n`),
  "in columns": shape("a.txt", `Server    ${PG}\nUser      citus\nPassword  PW\n`),
  "an inner element": shape(
    "a.xml",
    `<datasource>\n  <connection-url>jdbc:postgresql://${PG}/citus</connection-url>\n  <security>\n    <password>PW</password>\n  </security>\n</datasource>\n`,
  ),
  "under a heading": shape("a.md", `## Cluster\n\nHost: ${PG}\n\n## Credentials\n\nPassword: PW\n`),
  "pulumi go": shape(
    "a.go",
    `mongocluster.NewMongoCluster(ctx, "c", &mongocluster.MongoClusterArgs{\n\tAdministratorLoginPassword: pulumi.String("PW"),\n})\n`,
    '"',
  ),
  apache: shape("vhost.conf", `SetEnv PGHOST ${PG}\nSetEnv PGPASSWORD PW\n`),
  "html list": shape("a.html", `<ul><li>Host: ${PG}</li><li>Password: PW</li></ul>\n`),
  "a second user": shape(".env", `PGHOST=${PG}\nPGPASSWORD=\nPGREADER_PASSWORD=PW\n`),
  "behind a lambda": shape(
    "A.java",
    `registry.add("datasource.url", () -> "jdbc:postgresql://${PG}/citus");\nregistry.add("datasource.password", () -> "PW");\n`,
    '"',
  ),
  "a secure string": shape(
    "a.ps1",
    `$pw = ConvertTo-SecureString 'PW' -AsPlainText -Force\nConnect-Pg -Server '${PG}' -Password $pw\n`,
  ),
  "positional, host last": shape("a.m", `conn = database("citus", "app", "PW", "Vendor", "Server", "${PG}");\n`),
  "mongo tools with slashes": shape(
    "a.bat",
    `mongoexport /uri:"mongodb+srv://${VCORE}/?tls=true" /u:app /p:PW /c:items\n`,
  ),
  "put in a placeholder's place": shape(
    "a.js",
    `const uri = "mongodb+srv://app:<password>@${VCORE}/".replace("<password>", "PW");\n`,
  ),
  "a pgpass that is written": shape("a.sh", `echo "${PG}:5432:citus:citus:PW" > ~/.pgpass\n`),
  "labels in italics": shape("a.md", `*Host:* ${PG}  \n*Password:* PW\n`),
  "a wide colon": shape("a.md", `- 主机：${PG}\n- 密码：PW\n`),
  "terraform variable": shape(
    "a.tf",
    `variable "admin" {\n  default = "PW"\n}\nresource "azurerm_cosmosdb_postgresql_cluster" "c" {\n  administrator_login_password = var.admin\n}\n`,
  ),
  "bicep parameter": shape(
    "a.bicep",
    `param adminPassword string = 'PW'\nresource c 'Microsoft.DocumentDB/mongoClusters@2024-07-01' = {\n  properties: { administrator: { password: adminPassword } }\n}\n`,
  ),
  "pulumi yaml": shape(
    "Pulumi.yaml",
    `resources:\n  c:\n    type: azure-native:documentdb:MongoCluster\n    properties:\n      administratorLoginPassword: PW\n`,
  ),
  "a request to Azure": shape(
    "a.http",
    `PUT https://management.azure.com/x/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/shop\n\n{\n  "properties": { "administratorLoginPassword": "PW" }\n}\n`,
    '"',
  ),
  "a management library": shape(
    "a.py",
    `client = CosmosdbForPostgresqlMgmtClient(credential, sub)\nclient.clusters.begin_create("rg", "shop", {"properties": {"administratorLoginPassword": "PW"}})\n`,
    '"',
  ),
  "cdktf cluster": shape(
    "main.ts",
    `new CosmosdbPostgresqlCluster(this, "c", { administratorLoginPassword: "PW" });\n`,
    '"',
  ),
  "pulumi go cluster": shape(
    "main.go",
    `cosmosdb.NewPostgresqlCluster(ctx, "c", &cosmosdb.PostgresqlClusterArgs{AdministratorLoginPassword: pulumi.String("PW")})\n`,
    '"',
  ),
  "a cluster in its resource group": shape(
    "a.tf",
    `resource "azurerm_cosmosdb_postgresql_cluster" "c" {\n  name = "shop"\n  resource_group_name = var.rg\n  administrator_login_password = "PW"\n}\n`,
    '"',
  ),
  "a variable's default beside the URL": shape(
    "a.py",
    `password = os.getenv("MONGO_PASSWORD", "PW")\nuri = f"mongodb+srv://app:{password}@${VCORE}/"\n`,
  ),
  "a variable's fallback beside the URL": shape(
    "a.js",
    "const pwd = process.env.MONGO_PASS || 'PW';\nconst uri = `mongodb+srv://app:${pwd}@" + VCORE + "/`;\n",
  ),
  "an argument's variable": shape("a.js", `const opener = "PW";\nconnect({ host: "${PG}", password: opener });\n`),
  "an anchor and its alias": shape("a.yml", `x-pw: &pw PW\nenvironment:\n  PGHOST: ${PG}\n  PGPASSWORD: *pw\n`),
  "behind the URL's variable": shape(
    "A.java",
    `String url = "jdbc:postgresql://${PG}/citus";\nConnection c = DriverManager.getConnection(url, "citus", "PW");\n`,
  ),
  "behind a DSN's variable": shape(
    "a.php",
    `$dsn = 'pgsql:host=${PG};dbname=citus';\n$db = new PDO($dsn, 'citus', 'PW');\n`,
  ),
  "behind a class's URL": shape(
    "A.java",
    `class A {\n  static final String URL = "jdbc:postgresql://${PG}:5432/citus";\n  Connection open() throws SQLException {\n    return DriverManager.getConnection(URL, "citus", "PW");\n  }\n}\n`,
  ),
  "behind a data source with the host's variable": shape(
    "a.php",
    `<?php\n$host = "${PG}";\n$db = new PDO("pgsql:host=$host;port=5432;dbname=citus", 'citus', 'PW');\n`,
    "'",
  ),
  "put into a URL with the host's variable": shape(
    "a.go",
    `host := "${VCORE}"\nuri := fmt.Sprintf("mongodb+srv://%s:%s@%s/", "nina", "PW", host)\n`,
  ),
  "a URL that the host is put behind": shape(
    "a.py",
    `HOST = "${VCORE}"\nuri = "mongodb+srv://nina:PW@" + HOST + "/"\n`,
  ),
  "a command's beside a URL with the host's variable": shape(
    "a.sh",
    `HOST=${VCORE}\nmongodump --uri "mongodb+srv://$HOST/" -u nina -p 'PW'\n`,
  ),
  "a URL with the host's variable": shape(
    "a.py",
    `HOST = "${VCORE}"\nuri = f"mongodb+srv://app:PW@{HOST}/?tls=true"\n`,
  ),
  "beside a URL with the host's variable": shape(
    "a.js",
    `const host = '${PG}';\nconst password = 'PW';\nconst url = \`postgres://citus:\${password}@\${host}/citus\`;\n`,
    "'",
  ),
  "an object's in a URL": shape(
    "a.ts",
    `const db = { user: "app", password: "PW" };\nconst uri = \`mongodb+srv://\${db.user}:\${db.password}@${VCORE}/\`;\n`,
    '"',
  ),
  "two in turn": shape("a.py", `host = "${PG}"\nuser, password = ("citus", "PW")\n`),
  "options in lines of a list": shape("a.yaml", `args:\n  - --host=${PG}\n  - --user=citus\n  - --password=PW\n`),
  "a secret of the vault, by its name": shape(
    "a.sh",
    `az keyvault secret set --vault-name kv --name citus-host --value ${PG}\naz keyvault secret set --vault-name kv --name citus-password --value 'PW'\n`,
    "'",
  ),
  "a client in a container": shape("a.sh", `docker run --rm -e PGPASSWORD=PW postgres:16 psql -h ${PG} -U citus\n`),
  "in HTML, after line breaks": shape("a.html", `<p>Server: ${PG}<br>User: citus<br>Password: PW</p>\n`),
  "a label with a remark": shape("a.md", `- Host: \`${PG}\`\n- Password (new): \`PW\`\n`, "`"),
  "another document of the same thing": shape(
    "a.yaml",
    `metadata:\n  name: orders-config\ndata:\n  PGHOST: ${PG}\n---\nmetadata:\n  name: orders-secret\nstringData:\n  PGPASSWORD: PW\n`,
  ),
  "pulumi java": shape(
    "App.java",
    `new PostgresqlCluster("c", PostgresqlClusterArgs.builder().administratorLoginPassword("PW").build());\n`,
    '"',
  ),
  "a parameter's default": shape(
    "a.js",
    `function uri(password = 'PW') {\n  return \`mongodb+srv://app:\${password}@${VCORE}/\`;\n}\n`,
  ),
  "bold labels with dashes": shape("a.md", `- **Host** – ${PG}\n- **Password** – PW\n`),
  "literal XML": shape("a.xml", `<db><host>${PG}</host><password><![CDATA[PW]]></password></db>\n`),
  "behind a user's variable": shape(
    "A.java",
    `var c = DriverManager.getConnection("jdbc:postgresql://${PG}/citus", USER, "PW");\n`,
  ),
  "a store that is no keys'": shape(".env", `DATA_STORE_HOST=${PG}\nDATA_STORE_PASSWORD=PW\n`),
  "a pair of user and password": shape("a.py", `HOST = "${PG}"\nAUTH = ("citus", "PW")\n`),
  "a statement at the start": shape("a.yaml", `host: ${PG}\ninit: |\n  CREATE USER a WITH PASSWORD 'PW';\n`, "'"),
  "a statement that a tool evaluates": shape(
    "a.sh",
    `mongosh "mongodb+srv://${VCORE}/" --eval "db.createUser({user:'a',pwd:'PW',roles:[]})"\n`,
    "'",
  ),
  "JSON, percent-encoded": shape("a.txt", `?c=%7B%22host%22%3A%22${PG}%22%2C%22password%22%3A%22PW%22%7D\n`),
  "keywords of clojure": shape("a.clj", `(def db {:password "PW" :host "${PG}" :user "citus"})\n`, '"'),
  "the first that is there": shape("a.go", `host := "${PG}"\npw := cmp.Or(os.Getenv("PGPASSWORD"), "PW")\n`, '"'),
  "a command of a script": shape(
    "package.json",
    `{ "scripts": { "db": "mongosh mongodb+srv://${VCORE}/ -u app -p PW" } }\n`,
  ),
  "an environment in a step": shape("ci.yml", `steps:\n  - run: env PGPASSWORD=PW pg_restore -h ${PG} -U citus\n`),
  "beside a format of host and password": shape(
    "A.java",
    `String host = "${PG}";\nString pass = "PW";\nString url = String.format("postgresql://citus:%s@%s/citus", pass, host);\n`,
    '"',
  ),
  "a test's own server": shape(".env", `TEST_HOST=${PG}\nTEST_USERNAME=citus\nTEST_PASSWORD=PW\n`),
  "beside ports of others": shape(
    "a.sh",
    `# 10255 and 10350 are closed\nmongosh "mongodb+srv://${VCORE}/" --username app --password PW\n`,
  ),
  "evidence of a password": shape(
    "a.cs",
    `s.Server = new MongoServerAddress("${VCORE}", 10260);\nvar e = new PasswordEvidence("PW");\n`,
    '"',
  ),
  "a machine of .netrc": shape(".netrc", `machine ${PG} login citus password PW\n`),
  "a statement that runs": shape(
    "a.cs",
    `var c = new NpgsqlConnection("Host=${PG};Username=citus");\nvar q = new NpgsqlCommand("CREATE ROLE a PASSWORD 'PW'", c);\n`,
    "'",
  ),
  "a query that runs": shape("a.js", `connect({ host: "${PG}" });\nclient.query("ALTER ROLE a PASSWORD 'PW'");\n`, "'"),
  "keywords, percent-encoded": shape("a.txt", `c=Host%3D${PG}%3BUsername%3Dcitus%3BPassword%3DPW%3BDatabase%3Dcitus\n`),
  "labels in underscores": shape("a.md", `__Host:__ ${PG}\n__Password:__ PW\n`),
  "beside the scope of a token": shape(
    "a.py",
    `SCOPE = "https://token.postgres.cosmos.azure.com/.default"\nHOST = "${PG}"\nPASSWORD = "PW"\n`,
    '"',
  ),
  "behind a driver in a call": shape(
    "a.py",
    `url = URL.create("postgresql+psycopg2", "citus", "PW", "${PG}", 5432, "citus")\n`,
    '"',
  ),
  "behind the host in a call": shape("a.py", `c = connect("${PG}", user="citus", passwd="PW")\n`, '"'),
  "labels with dashes": shape("a.txt", `Host - ${PG}\nUser - citus\nPassword - PW\n`),
};

const written = (text: string, value: string): string => text.replace("PW", () => value);

describe("a password is found", () => {
  test.each(Object.entries(SHAPES))("%s", (_title, { path, text }) => {
    for (let i = 0; i < 3; i++) expectFindings(written(text, `«${password()}»`), path);
  });
});

/** What stands in a password's place as code, in place of literal and quotes. */
const REFERENCES = [
  "args.password",
  "var.admin_password",
  "process.env.PGPASSWORD",
  'os.environ["PGPASSWORD"]',
  "getPassword()",
  "await vault.get(secretName)",
  "string",
  "String",
  "*pgpass",
  "!Ref PgPassword",
  "password2",
  "dbPassword1",
  "config.db.password1",
  "random_password.pg.result",
  "module.kv.secret[0].value",
  "null",
  "None",
  "undefined",
  "nil",
  "true",
  "@Model.Password",
  "$PASSWORD",
  "$env:PGPASSWORD",
  "$(pgPassword)",
  "${PGPASSWORD}",
  "${{ secrets.PGPASSWORD }}",
  "<%= ENV['PGPASSWORD'] %>",
  "{{ pg_password }}",
  "%PGPASSWORD%",
  "#{Pg.Password}#",
  "__PgPassword__",
];
/** What stands in a password's place inside the quotes. */
const TEXTS = [
  "",
  "password",
  "your_password",
  "<password>",
  "<your password>",
  "${PGPASSWORD}",
  "{password}",
  "{{password}}",
  "{0}",
  "%s",
  "$PASSWORD",
  "$(PASSWORD)",
  "%PASSWORD%",
  "__Password__",
  "@@PASSWORD@@",
  "#{Password}#",
  "********",
  "xxxxxxxx",
  "...",
  "REPLACE_ME",
  "changeme",
  "ChangeMe123",
  "VOTRE_MOT_DE_PASSE",
  "DEIN_PASSWORT",
  "TU_CONTRASEÑA",
  "SUA_SENHA",
  "mot-de-passe",
  "ваш_пароль",
  "你的密码",
  "enter-password-here",
  "REDACTED",
  "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/pg)",
  "ENC[AES256_GCM,data:p8wVLw==,iv:abc]",
  "secretref:pg-password",
];

const isUrl = (text: string): boolean => /PW@|PW%40/.test(text);

describe("silent where no literal stands", () => {
  test.each(Object.entries(SHAPES))("%s", (_title, { path, text, quote }) => {
    const alarms = (value: string, whole: string): void => {
      const found = scan(whole, { path }).filter(({ certainty }) => certainty !== "hint");
      expect([value, whole, found.map(({ start, end }) => whole.slice(start, end))]).toEqual([value, whole, []]);
    };
    for (const value of TEXTS) {
      if (isUrl(text) && /[\s/@?#<]|^$/.test(value) && !/^<[^ ]*>$/.test(value)) continue;
      alarms(value, written(text, value));
    }
    if (isUrl(text)) return;
    for (const value of REFERENCES) {
      const bare = quote === undefined ? "PW" : `${quote}PW${quote}`;
      if (quote !== undefined)
        alarms(
          value,
          text.replace(bare, () => value),
        );
      else if (!/ |^["']/.test(value))
        alarms(
          value,
          text.replace(bare, () => value),
        );
    }
  });
});

describe("a password that notes tell is found", () => {
  test.each([
    ["in a sentence", "a.md", `The cluster is ${PG}, user citus, password «PW».\n`],
    ["behind is", "a.txt", `${PG}\nThe password is "«PW»"\n`],
    ["behind the user", "a.md", `Host: ${PG}\nLogin: citus / «PW»\n`],
    ["behind the user, as code", "a.md", `Host: \`${PG}\`\nLogin: \`citus\` / \`«PW»\`\n`],
  ])("%s", (_title, path, text) => {
    for (let i = 0; i < 3; i++) expectFindings(written(text, password()), path);
  });
});

const OTHERS: Readonly<Record<string, readonly [path: string, text: string]>> = {
  "another server's in its own section": [
    "a.yaml",
    `mongo:\n  uri: mongodb+srv://${VCORE}/?authMechanism=MONGODB-OIDC\nsmtp:\n  host: smtp.shop.com\n  password: Mail4Secret77\n`,
  ],
  "another server's, by prefix": [
    ".env",
    `PGHOST=${PG}\nPGUSER=citus\nSMTP_HOST=smtp.shop.com\nSMTP_PASSWORD=Mail4Secret77\nREDIS_PASSWORD=Cache4Secret77\nADMIN_UI_PASSWORD=Ui4Secret77xx\n`,
  ],
  "another database's": [
    "a.json",
    `{ "pg": { "host": "${PG}" }, "local": { "host": "localhost", "password": "Local4Secret77" } }`,
  ],
  "another database's, flat": [
    ".env",
    `CITUS_HOST=${PG}\nDB_HOST=localhost\nDB_USER=app\nDB_PASSWORD=Local4Secret77\n`,
  ],
  "another URL's": [
    "a.ts",
    `const a = connect("mongodb+srv://${VCORE}/?authMechanism=MONGODB-OIDC");\nconst b = connect("mongodb://app:Local4Secret77@localhost:27017");\n`,
  ],
  "a private zone": [
    "dns.tf",
    `zones = ["privatelink.postgres.cosmos.azure.com", "privatelink.mongocluster.cosmos.azure.com"]\nvm_admin_password = "VmAdmin4Secret77"\nadmin_password = "VmAdmin4Secret77"\n`,
  ],
  "a list of domains": [
    "d.ts",
    `export const Domains = { RU: 'mongo.cosmos.azure.com', vCore: 'mongocluster.cosmos.azure.com', pg: "postgres.cosmos.azure.com" };\nconst u = { password: 'Local4Secret77' };\n`,
  ],
  "an allow list": [
    "a.json",
    `{ "allowedHosts": ["*.mongocluster.cosmos.azure.com", "*.postgres.cosmos.azure.com"], "admin": { "password": "Admin4Secret77" } }`,
  ],
  "a suffix in code": [
    "a.py",
    `if host.endswith(".postgres.cosmos.azure.com"):\n    password = get_token()\nADMIN_PASSWORD = "Admin4Secret77"\n`,
  ],
  prose: [
    "a.md",
    `Connect to \`${PG}\` as citus. The password: ask the on-call engineer.\nPassword: see 1Password, entry Shop-DB-2024.\nThe password is rotated every 90 days.\n`,
  ],
  "a schema": [
    "a.yaml",
    `servers:\n  - url: ${PG}\nproperties:\n  password:\n    type: string\n    format: password\n    minLength: 8\n    description: Must1Be have 8 characters\n`,
  ],
  "a JSON schema": [
    "a.json",
    `{ "default": "${PG}", "properties": { "password": { "type": "string", "title": "Password1" } } }`,
  ],
  "a policy": [
    "a.json",
    `{ "host": "${PG}", "passwordPolicy": "Strong8Chars", "passwordMinLength": "12chars1", "passwordHash": "Abc123def456", "password_file": "/run/secrets/pg1", "passwordSecretName": "pgPassword1" }`,
  ],
  "a form": [
    "a.html",
    `<p>${PG}</p><label for="Password1">Password</label><input type="password" name="Password1" id="Password1" placeholder="Password8+" />\n`,
  ],
  "a message": [
    "a.ts",
    `const host = "${PG}";\nthrow new Error("Password: 8 characters or more");\nconst passwordLabel = "Password1";\nconst password = t("Form.Password1");\n`,
  ],
  "a type": [
    "a.ts",
    `const host = "${PG}";\ntype Options = { password: "plain1" | "hashed2" };\nfunction connect(password: string, user = "citus1A") {}\n`,
  ],
  "a struct": [
    "a.go",
    `const Host = "${PG}"\ntype Config struct {\n\tHost     string \`json:"host" env:"PGHOST1"\`\n\tPassword string \`json:"password" env:"PGPASSWORD1"\`\n}\n`,
  ],
  "a test of equality": [
    "a.py",
    `HOST = "${PG}"\nif password == "Wrong4Secret77": pass\nassert user.password != "Wrong4Secret77"\n`,
  ],
  "a secret of the vault": [
    "a.bicep",
    `var host = '${PG}'\nmodule x 'm.bicep' = {\n  params: { administratorLoginPassword: kv.getSecret('pg-Password-1') }\n}\n`,
  ],
  "a parameter": [
    "a.bicep",
    `@secure()\nparam administratorLoginPassword string\nresource c 'Microsoft.DBforPostgreSQL/serverGroupsv2@2022-11-08' = {\n  properties: { administratorLoginPassword: administratorLoginPassword }\n}\n`,
  ],
  "an ARM expression": [
    "a.json",
    `{ "type": "Microsoft.DBforPostgreSQL/serverGroupsv2", "properties": { "administratorLoginPassword": "[parameters('administratorLoginPassword1')]" } }`,
  ],
  "a flexible server": [
    "a.tf",
    `resource "azurerm_postgresql_flexible_server" "p" {\n  administrator_password = "Flex4Secret77x"\n}\nresource "azurerm_mongo_cluster" "c" {\n  administrator_password = random_password.mongo.result\n}\n`,
  ],
  "a virtual machine beside": [
    "a.tf",
    `resource "azurerm_mongo_cluster" "c" {\n  administrator_password = var.pw\n}\nresource "azurerm_linux_virtual_machine" "vm" {\n  admin_password = "VmAdmin4Secret77"\n}\n`,
  ],
  "a prompt": [
    "a.sh",
    `mongosh "mongodb+srv://${VCORE}/" --username app --password\nmongosh "mongodb+srv://${VCORE}/" -u app -p "$MONGO_PW"\npsql -h ${PG} -p 5432 -U citus -W\nread -s -p "Password1:" PGPASSWORD\n`,
  ],
  "another command's": [
    "a.sh",
    `psql -h ${PG} -U citus\ncurl -u app:Curl4Secret77 https://x.example\nhtpasswd -b f app --password Ht4Secret77xx\nmysql -h localhost --password=My4Secret77xx\n`,
  ],
  "a key file": [
    "a.yaml",
    `host: ${PG}\npassword:\n  valueFrom:\n    secretKeyRef:\n      name: pg\n      key: Password1\n`,
  ],
  "a Kubernetes reference": [
    "a.yaml",
    `env:\n- name: PGHOST\n  value: ${PG}\n- name: PGPASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: pg-secret1\n      key: pg-Password1\n`,
  ],
  "a Helm value": [
    "a.yaml",
    `host: ${PG}\nexistingSecret: pg-Secret1\nexistingSecretPasswordKey: Password1\npassword: {{ .Values.pg.password1 | quote }}\n`,
  ],
  "a masked log": [
    "a.log",
    `connecting to ${PG} user=citus password=**** sslmode=require\nHost=${PG};Password=<hidden>;\npostgres://citus:xxxxx@${PG}/citus\n`,
  ],
  "a rotation's line": [
    "a.py",
    `PASSWORD = os.environ["PW"]\nclient = MongoClient(f"mongodb+srv://app:{PASSWORD}@${VCORE}/")\nlog.info("Password rotated")\n`,
  ],
  "an identity": [
    "a.cs",
    `var b = new NpgsqlConnectionStringBuilder { Host = "${PG}", Username = "app" };\nb.Password = (await credential.GetTokenAsync(ctx)).Token;\nvar adminUiPassword = "Ui4Secret77xx";\n`,
  ],
  "empty, then a line": [".env", `PGHOST=${PG}\nPGPASSWORD=\nLOG_LEVEL=Debug4Everything\n`],
  "empty in YAML": ["a.yaml", `host: ${PG}\npassword:\nlogLevel: Debug4Everything\n`],
  "an application's user": [
    "a.js",
    `const pool = new Pool({ host: "${PG}", password: process.env.PGPASSWORD });\nawait createUser({ email: "a@shop.com", password: "Seed4Secret77" });\n`,
  ],
  "whoever signs in": ["a.ts", `// data: ${PG}\nawait login({ username: "tester", password: "Test4Secret77" });\n`],
  "an administrator with an address": [
    ".env",
    `DB_HOST=${PG}\nADMIN_EMAIL=a@shop.com\nADMIN_PASSWORD=Admin4Secret77\n`,
  ],
  "beside one that is called like the host": [".env", `PGHOST=${PG}\nPGPASSWORD=\nADMIN_PASSWORD=Admin4Secret77\n`],
  "a container that is a server": [
    "compose.yml",
    `services:\n  db:\n    image: citusdata/citus:12\n    environment:\n      POSTGRES_PASSWORD: Local4Secret77\n  # prod: ${PG}\n`,
  ],
  "another JDBC server's": [
    "a.properties",
    `a.url=jdbc:postgresql://${PG}/citus\na.password=\${PG_PASSWORD}\nb.url=jdbc:mysql://localhost/x\nb.password=Local4Secret77\n`,
  ],
  "another machine's in prose": ["a.md", `nc -zv ${PG} 5432\n\nJump host password: Jump4Secret77\n`],
  "another resource's administrator": [
    "a.tf",
    `resource "azurerm_windows_virtual_machine" "jump" {\n  admin_password = "VmAdmin4Secret77"\n}\nlocals {\n  pg_host = "${PG}"\n}\n`,
  ],
  "under another's heading": ["a.md", `## Postgres\n\nHost: ${PG}\n\n## Grafana\n\nPassword: Graf4Secret77\n`],
  "a request to another server": [
    "a.http",
    `# ${PG}\nPOST https://api.shop.com/login\nContent-Type: application/json\n\n{ "username": "anna", "password": "Anna4Secret77" }\n`,
  ],
  "a command's request": [
    "a.sh",
    `curl -X POST https://api.shop.com/login -d '{"username":"anna","password":"Anna4Secret77"}'\npsql -h ${PG}\n`,
  ],
  "a user of a test": ["a.ts", `const dbHost = "${PG}";\nconst user = { name: "anna", password: "Anna4Secret77" };\n`],
  "a machine that code creates": [
    "a.ts",
    `const host = "${PG}";\nnew LinuxVirtualMachine(this, "vm", { adminUsername: "a", adminPassword: "${password()}" });\n`,
  ],
  "another resource's in one line": [
    "a.json",
    `{ "resources": [ { "type": "Microsoft.DBforPostgreSQL/serverGroupsv2" }, { "type": "Microsoft.Sql/servers", "properties": { "administratorLoginPassword": "Sql4Secret77x" } } ] }\n`,
  ],
  "another database's by its name": [
    "a.tfvars",
    `cosmos_pg_host = "${PG}"\nsql_admin_password = "Sql4Secret77x"\nmongo_password = "Mongo4Secret77"\n`,
  ],
  "another tool's": [
    "a.sh",
    `pg_dump -h ${PG} > d\nopenssl enc -pass pass:Zip4Secret77 -in d\nzip --password Zip4Secret77 d\n`,
  ],
  "a verifier": [
    "a.sql",
    `-- ${PG}\nCREATE ROLE a PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy';\nCREATE ROLE b PASSWORD 'md5d41d8cd98f00b204e9800998ecf8427e';\n`,
  ],
  "a pattern": ["a.yml", `host: ${PG}\npattern: 'password=(?<pw>[^ ]{8,})'\n`],
  "a sentence in a comment": ["a.py", `# ${PG}\n# NOTE password = Key1Vault only\n`],
  "a resolver": ["a.yaml", `host: ${PG}\npassword: \${env:PG_PASSWORD1}\n`],
  "a type of GraphQL": ["a.graphql", `"""${PG}"""\ninput Pg {\n  password: Password1!\n}\n`],
  "a key store": ["a.properties", `url=jdbc:postgresql://${PG}/citus\nserver.ssl.key-store-password=Store4Secret77\n`],
  "a wildcard of hosts": [
    "a.tf",
    `destination_fqdns = ["*.postgres.cosmos.azure.com"]\nadmin_password = "VmAdmin4Secret77"\n`,
  ],
  "a table of inputs": [
    "a.md",
    `| Name | Description | Default |\n|---|---|---|\n| host | e.g. ${PG} | n/a |\n| password | of citus | n/a |\n`,
  ],
  "another setting in prose": ["a.md", `# ${PG}\nUse no password: pass \`sslmode=require\`.\n`],
  "a sentence about passwords": [
    "a.md",
    `${PG} takes password SCRAM-SHA-256 authentication. Change the password every 90days.\nPassword PgAdminPassword is in the vault. Login: docs / setup.\nAccess: Citus12 / PostgreSQL 16\n`,
  ],
  "another paragraph's": ["a.txt", `Cluster: ${PG}\n\nThe portal of the partners asks for password Portal4Secret77\n`],
  "a login of another call in the class with the URL": [
    "A.java",
    `class A {\n  static final String URL = "jdbc:postgresql://${PG}:5432/citus";\n  void run() {\n    DriverManager.getConnection(URL, user(), secret());\n    mail.login(SMTP_URL, "anna", "Mail4Secret77");\n  }\n}\n`,
  ],
  "behind another host's data source": [
    "a.php",
    `<?php\n$host = "${PG}";\n$shop = "mysql.shop.com";\n$db = new PDO("mysql:host=$shop;dbname=x", 'shop', 'Shop4Secret77');\n`,
  ],
  "a URL that another host is put behind": [
    "a.py",
    `HOST = "${VCORE}"\nuri = "mongodb+srv://nina:Other4Secret77@" + OTHER_HOST + "/"\n`,
  ],
  "a command's for another host": [
    "a.sh",
    `HOST=${VCORE}\nOLD=mongo.shop.com\nmongodump --uri "mongodb+srv://$OLD/" -u nina -p 'Old4Secret77'\n`,
  ],
  "another's behind the host's variable": [
    "a.py",
    `HOST = "${PG}"\nuri = f"postgres://citus:{os.environ['PW']}@{HOST}/citus"\nADMIN_PASSWORD = "Admin4Secret77"\n`,
  ],
  "an argument that is called alike": [
    "a.py",
    `conn = connect(host="${PG}", password=password)\nlogin(user="anna", password="Anna4Secret77")\n`,
  ],
  "a call with the URL's variable": [
    "A.java",
    `String url = "jdbc:postgresql://${PG}/citus";\nlog(url, "ready", "Version2.0.1");\nconnect(url, user, password);\n`,
  ],
  "a property that is called like the URL's variable": [
    "a.ts",
    `const password = process.env.PW!;\nconst uri = \`mongodb+srv://app:\${password}@${VCORE}/\`;\nexport const demo = { login: "demo", password: "Demo4Secret77" };\n`,
  ],
  "a path in a vault": ["a.md", `Host: ${PG}\nPassword: secret/data/citus/prod\n`],
  "a secret's name in a call for two": [
    "a.go",
    `host := "${PG}"\npassword, err := client.GetSecret(ctx, "pg-Password1", "", nil)\n`,
  ],
  sealed: [
    "a.yaml",
    `kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq\n  host: ${PG}\n`,
  ],
  "a request of a test": [
    "t.py",
    `DB = "${PG}"\nclient.post("/login", json={"user": "anna", "password": "Anna4Secret77"})\n`,
  ],
  "the administrator's, where another user signs in": [
    ".env",
    `DATABASE_URL=postgres://app@${PG}:5432/citus\nADMIN_PASS=Admin4Secret77\n`,
  ],
  "a web page's": [".env", `AIRFLOW_CONN=postgresql://app@${PG}/citus\n_AIRFLOW_WWW_USER_PASSWORD=Airflow4Secret77\n`],
  "a secret's of another name": [
    "a.sh",
    `az keyvault secret set --vault-name kv --name citus-host --value ${PG}\naz keyvault secret set --vault-name kv --name smtp-password --value Mail4Secret77\n`,
  ],
  "a container's that a command runs": [
    "dev.sh",
    `# prod: ${PG}\ndocker run -d -e POSTGRES_PASSWORD=Dev4Secret77xx -p 5432:5432 postgres:16\n`,
  ],
  "a container's of a test": [
    "T.java",
    `// ${PG}\nvar pg = new PostgreSQLContainer<>("postgres:16").withPassword("Test4Secret77");\n`,
  ],
  "another document's": [
    "a.yaml",
    `data:\n  PGHOST: ${PG}\n---\nkind: Secret\nmetadata:\n  name: grafana\nstringData:\n  admin-password: Graf4Secret77x\n`,
  ],
  "beside one that is computed": [
    "a.py",
    `password = credential.get_token(scope).token\nconn = connect(host="${PG}", password=password)\nADMIN_PASSWORD = "Admin4Secret77"\n`,
  ],
  "a made-up user's": [".env", `PGHOST=${PG}\nTEST_USER_PASSWORD=Test4Secret77\n`],
  "a store's of keys": [
    "gradle.properties",
    `pgHost=${PG}\nRELEASE_STORE_PASSWORD=Store4Secret77\nkeyPassword=Key4Secret77xx\nsigning.password=Sign4Secret77x\n`,
  ],
  "another server's, by its id": [
    "settings.xml",
    `<!-- ${PG} -->\n<server><id>nexus</id><username>ci</username><password>Nexus4Secret77</password></server>\n`,
  ],
  "an application's name behind a variable": [
    "a.go",
    `db := Connect("postgres://${PG}/citus", os.Getenv("PGUSER"), os.Getenv("PW"), "Shop2024Api")\n`,
  ],
  "where it is kept": ["a.yml", `host: ${PG}\npassword: from-keyvault\n#password: stored-in-1password\n`],
  "another service's pair": ["a.py", `HOST = "${PG}"\nGRAFANA_AUTH = ("admin", "Graf4Secret77x")\n`],
  "a passphrase": [".env", `PGHOST=${PG}\nBACKUP_PASSPHRASE=Backup4Secret77\n`],
  "MongoDB's, under one prefix": [".properties", `app.db.host=${PG}\napp.db.mongo.password=Mongo4Secret77\n`],
  "an argument behind a call that asks for one": [
    "a.go",
    `db := Connect("${PG}", 5432, user, os.Getenv("PGPASSWORD"), "Citus2024x")\n`,
  ],
  "a tester's": [
    ".env.test",
    `PGHOST=${PG}\nE2E_USERNAME=anna\nE2E_PASSWORD=Anna4Secret77\nTEST_PASSWORD=Anna4Secret77\n`,
  ],
  "a person's, by an address": [
    "login.test.ts",
    `const host = "${PG}";\nconst LOGIN = "anna@shop.com";\nconst LOGIN_PASSWORD = "Anna4Secret77";\n`,
  ],
  "a network's credential": [
    "a.cs",
    `var pg = "Host=${PG};Username=app";\nvar c = new NetworkCredential("svc", "Ldap4Secret77");\n`,
  ],
  "a header": [
    "a.cs",
    `var pg = "Host=${PG};Username=app";\nclient.DefaultRequestHeaders.Add("X-Password", "Api4Secret77x");\n`,
  ],
  "a machine's credential": [
    "a.ps1",
    `$pg = '${PG}'\n$cred = New-Object PSCredential('adm', (ConvertTo-SecureString 'WinRm4Secret77' -AsPlainText -Force))\nEnter-PSSession -ComputerName web1 -Credential $cred\n`,
  ],
  "requests of tests": [
    "a.test.js",
    `process.env.PGHOST = "${PG}";\nawait request(app).post("/login").send({ user: "anna", password: "Anna4Secret77" });\nmvc.perform(post("/login").param("password", "Anna4Secret77"));\nclient.PostAsJsonAsync("/login", new { password = "Anna4Secret77" });\n`,
  ],
  "a request to a variable's server": [
    "a.http",
    `# ${PG}\nPOST {{ base }}/login\nContent-Type: application/json\n\n{"user":"anna","password":"Anna4Secret77"}\n`,
  ],
  "somebody's record": [
    "a.cs",
    `var pg = "Host=${PG};Username=app";\nvar a = new AppUser { UserName = "anna", Password = "Anna4Secret77" };\n`,
  ],
  "whoever logs in, in prose": ["a.feature", `# ${PG}\nWhen I log in as "anna" with password "Anna4Secret77"\n`],
  "a mailer's": [
    "a.js",
    `// ${VCORE}\nconst t = createTransport({ auth: { user: "mailer", pass: "Mail4Secret77" } });\n`,
  ],
  "a secret's name beside a URL": [
    "a.py",
    `password = vault.get_secret("Mongo-Password-1")\nuri = f"mongodb+srv://app:{password}@${VCORE}/"\n`,
  ],
  "the scope of a token": [
    ".env",
    `PG_SCOPE=https://token.postgres.cosmos.azure.com/.default\nDB_PASSWORD=Local4Secret77\n`,
  ],
  "a call to another server": [
    "a.py",
    `PG = "${PG}"\nssh.connect("bastion.shop.com", username="ops", password="Ops4Secret77")\nr = Redis("cache.shop.com", 6379, password="Cache4Secret77")\n`,
  ],
  "a default that is none": [
    "a.properties",
    `url=jdbc:postgresql://${PG}/citus\npassword=\${PG_PASSWORD:}\npass.word=\${PG_PASSWORD:?Missing4Secret77}\n`,
  ],
};

describe("silent on what is no password of the cluster", () => {
  test.each(Object.entries(OTHERS))("%s", (_title, [path, text]) => {
    expectFindings(text, path);
  });
});

describe("clusters side by side", () => {
  const PG2 = "c-old.bbcdefghijklmn.postgres.cosmos.azure.com";
  const pairs: readonly (readonly [string, string, string])[] = [
    ["by prefix", ".env", `PROD_HOST=${PG}\nPROD_PASSWORD=«A»\nDEV_HOST=${PG2}\nDEV_PASSWORD=«B»\n`],
    ["by letters", ".env", `HOST_A=${PG}\nPASS_A=«A»\nHOST_B=${PG2}\nPASS_B=«B»\n`],
    ["apart", ".env", `PROD_HOST=${PG}\nDEV_HOST=${PG2}\nPROD_PASSWORD=«A»\nDEV_PASSWORD=«B»\n`],
    ["in blocks", "a.py", `# Prod\nDB_HOST = "${PG}"\nDB_PASS = "«A»"\n\n# Dev\nDB_HOST = "${PG2}"\nDB_PASS = "«B»"\n`],
    ["in comments", "a.py", `# DB_HOST = "${PG}"\n# DB_PASS = "«A»"\n\nDB_HOST = "${PG2}"\nDB_PASS = "«B»"\n`],
    ["in a list", "a.json", `[{ "host": "${PG}", "password": "«A»" }, { "password": "«B»", "host": "${PG2}" }]`],
    ["in sections", "a.ini", `[prod]\nhost=${PG}\npassword=«A»\n[dev]\nhost=${PG2}\npassword=«B»\n`],
    ["in URLs", "a.txt", `a=postgres://citus:«A»@${PG}/citus b=postgres://citus:«B»@${PG2}/citus\n`],
    ["in strings", "a.json", `{ "a": "Host=${PG};Password=«A»;", "b": "Password=«B»;Host=${PG2};" }`],
    [
      "in variables before calls",
      "a.py",
      `pw_a = "«A»"\npw_b = "«B»"\n\nb = connect(host="${PG2}", password=pw_b)\n\na = connect(host="${PG}", password=pw_a)\n`,
    ],
    ["two users of one host", ".env", `A=postgres://citus:«A»@${PG}/citus\nB=postgres://app:«B»@${PG}/citus\n`],
  ];
  test.each(pairs)("%s", (_title, path, text) => {
    const [a, b] = [password(), password()];
    const findings = expectFindings(
      text.replace("«A»", () => `«${a}»`).replace("«B»", () => `«${b}»`),
      path,
    );
    const hosts = text.includes(PG2) ? ["shop", "old"] : ["shop", "shop"];
    expect(findings.map(({ account }) => account?.name)).toEqual(hosts);
  });
});

test.each([
  ["a URL", (host: string) => `u = f"postgres://citus:{PW}@${host}/citus"`],
  ["a call", (host: string) => `c = connect(host="${host}", password=PW)`],
])("%s in a comment names no cluster where another is in use", (_title, write) => {
  const text = `PW = "«${password()}»"\n# ${write("c-old.bbcdefghijklmn.postgres.cosmos.azure.com")}\n${write(PG)}\n`;
  expect(expectFindings(text, "a.py").map(({ account }) => account?.name)).toEqual(["shop"]);
});

test("an ampersand is a password's where blanks part the keywords", () => {
  expectFindings(`c = "host=${PG} user=citus password=«${password()}&3» sslmode=require"\n`, "a.py");
});

test("digits of a password are no port of an account", () => {
  const text = `mongoimport --uri "mongodb+srv://${VCORE}/shop" --username app --password '«${password()}010255d»'\n`;
  expectFindings(`{ "log": ${JSON.stringify(JSON.stringify({ content: text }))} }\n`, "a.json");
});

describe("a password that a string is put together with is found", () => {
  const url = `mongodb+srv://app:%@${VCORE}/?tls=true`;
  const keywords = `Host=${PG};Username=citus;Password=%;Database=citus`;
  const blanks = `host=${PG} user=citus password=% dbname=citus`;
  const query = `jdbc:postgresql://${PG}/citus?user=citus&password=%&ssl=true`;
  const ways: readonly (readonly [path: string, write: (name: string, whole: string) => string])[] = [
    ["a.js", (name, whole) => `const ${name} = "PW";\nconst s = "${whole.replace("%", `" + ${name} + "`)}";\n`],
    [
      "a.ts",
      (name, whole) =>
        `const ${name}: string = env.PW_1 ?? "PW";\nconst s = \`${whole.replace("%", `\${${name}}`)}\`;\n`,
    ],
    ["a.py", (name, whole) => `${name} = "PW"\ns = "${whole.replace("%", "%s")}" % ${name}\n`],
    ["b.py", (name, whole) => `${name} = quote_plus("PW")\ns = "${whole.replace("%", "{}")}".format(${name})\n`],
    ["a.cs", (name, whole) => `var ${name} = "PW";\nvar s = string.Format("${whole.replace("%", "{0}")}", ${name});\n`],
    [
      "A.java",
      (name, whole) =>
        `String ${name} = URLEncoder.encode("PW", UTF_8);\nvar s = String.format("${whole.replace("%", "%s")}", ${name});\n`,
    ],
    ["a.go", (name, whole) => `${name} := "PW"\ns := fmt.Sprintf("${whole.replace("%", "%s")}", ${name})\n`],
    ["a.swift", (name, whole) => `let ${name} = "PW"\nlet s = "${whole.replace("%", `\\(${name})`)}"\n`],
    ["a.R", (name, whole) => `${name} <- "PW"\ns <- paste0("${whole.replace("%", `", ${name}, "`)}")\n`],
    ["a.lua", (name, whole) => `local ${name} = "PW"\nlocal s = "${whole.replace("%", `" .. ${name} .. "`)}"\n`],
    ["a.fs", (name, whole) => `let ${name} = "PW"\nlet s = sprintf "${whole.replace("%", "%s")}" ${name}\n`],
  ];
  test.each(ways)("%s", (path, write) => {
    for (const whole of [url, keywords, blanks, query])
      for (const name of ["password", "pw", "secret", "p"]) {
        const value = password();
        expectFindings(write(name, whole).replace('"PW"', `"«${value}»"`), path);
      }
  });

  test.each(ways)("%s: silent where none stands", (path, write) => {
    for (const whole of [url, keywords, blanks, query])
      for (const name of ["password", "secret"])
        for (const code of ["load()", 'vault.get("Pg4Secret77x")', "config.password"]) {
          const other = '\nlog(secret, "Orders2Api");\nlogin("anna", "Anna4Secret77");\n';
          expectFindings(write(name, whole).replace('"PW"', code) + other, path);
        }
  });
});

describe("words that people make passwords of", () => {
  const found = (value: string): boolean => scan(`host: ${PG}\npassword: "${value}"\n`, { path: "a.yaml" }).length > 0;

  test.each(["Admin123!", "Pass#123", "Db_pass123", "password03!", "Cosmos@2024", "Test1234!"])(
    "%s is one",
    (value) => {
      expect(found(value)).toBe(true);
    },
  );

  test.each(["Password123", "MyPassword123!", "YourStrong@Passw0rd", "SecurePassword123!", "ChangeMe123!", "citus123"])(
    "%s stands for one",
    (value) => {
      expect(found(value)).toBe(false);
    },
  );
});
