import type { PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { answer, bodyOf, resourceManager } from "./fakeAnswer";

interface Version {
  readonly id: string;
  readonly value: string;
  readonly created: number;
  readonly tags?: Readonly<Record<string, string>>;
  enabled?: boolean;
}

/** A Key Vault: secrets with versions in pages, soft-deleted ones kept, and the challenge that the first request meets. */
export class FakeVault {
  readonly secrets = new Map<string, Version[]>();
  readonly deleted = new Map<string, Version[]>();
  /** Versions on one page. */
  pageSize = 2;
  /** What the last page has in the place of the next one's address: Azure writes null, which its own description forbids. */
  lastPage: null | undefined = null;
  /** Calls until a recovered secret can be written again. */
  recoveryTakes = 1;
  private recovering = new Map<string, number>();

  route(request: PipelineRequest): PipelineResponse {
    const { pathname, origin, searchParams } = new URL(request.url);
    if (request.headers.get("authorization") === undefined) return challenge(request);
    const [, folder = "", name = "", version = ""] = pathname.split("/");
    if (folder === "deletedsecrets") return this.recover(request, name, origin);
    const versions = this.secrets.get(name) ?? [];
    if (request.method === "PUT") return this.set(request, name, origin);
    if (versions.length === 0 || this.deleted.has(name)) return resourceManager(request, 404, "SecretNotFound");
    if (version === "versions") return this.page(request, name, origin, Number(searchParams.get("$skiptoken") ?? 0));
    const found = version === "" ? versions.at(-1) : versions.find(({ id }) => id === version);
    if (found === undefined) return resourceManager(request, 404, "SecretNotFound");
    if (found.enabled === false)
      return resourceManager(request, 403, "Forbidden", { innererror: { code: "SecretDisabled" } });
    return answer(request, 200, { value: found.value, ...bundleOf(origin, name, found) });
  }

  private page(request: PipelineRequest, name: string, origin: string, from: number): PipelineResponse {
    const versions = this.secrets.get(name) ?? [];
    const value = versions.slice(from, from + this.pageSize).map((one) => bundleOf(origin, name, one));
    const next = from + value.length;
    // A whole address, with the port, as the vault writes it.
    const nextLink =
      next < versions.length
        ? `${origin}:443/secrets/${name}/versions?api-version=7.4&$skiptoken=${next}&maxresults=${this.pageSize}`
        : this.lastPage;
    return answer(request, 200, { value, nextLink });
  }

  private set(request: PipelineRequest, name: string, origin: string): PipelineResponse {
    const conflict = (code: string) => resourceManager(request, 409, "Conflict", { innererror: { code } });
    if (this.deleted.has(name)) return conflict("ObjectIsDeletedButRecoverable");
    const left = this.recovering.get(name) ?? 0;
    this.recovering.set(name, left - 1);
    if (left > 0) return conflict("ObjectIsBeingRecovered");
    const { value, tags = {} } = bodyOf(request) as { value: string; tags?: Readonly<Record<string, string>> };
    const versions = this.secrets.get(name) ?? [];
    const id = `${versions.length + 1}`.padStart(32, "0");
    // Two within one second are made at the same time, by what the vault tells.
    const version = { id, value, tags, created: 1_700_000_000 + Math.floor(versions.length / 2) };
    this.secrets.set(name, [...versions, version]);
    return answer(request, 200, { value, ...bundleOf(origin, name, version) });
  }

  private recover(request: PipelineRequest, name: string, origin: string): PipelineResponse {
    const versions = this.deleted.get(name);
    const [version] = versions ?? this.secrets.get(name) ?? [];
    if (versions === undefined || version === undefined)
      return resourceManager(request, 400, "MethodNotAllowed", {
        innererror: { code: "RequestNotAllowedOnNonDeletedObject" },
      });
    this.secrets.set(name, versions);
    this.deleted.delete(name);
    this.recovering.set(name, this.recoveryTakes);
    return answer(request, 200, bundleOf(origin, name, version));
  }
}

function challenge(request: PipelineRequest): PipelineResponse {
  const authorization = "https://login.microsoftonline.com/00000000-0000-0000-0000-00000000000a";
  const body = { error: { code: "Unauthorized", message: "AKV10000: words of others" } };
  const domain = new URL(request.url).hostname.replace(/^[^.]+\./, "");
  return answer(request, 401, body, {
    "www-authenticate": `Bearer authorization="${authorization}", resource="https://${domain}"`,
  });
}

function bundleOf(origin: string, name: string, { id, created, tags = {}, enabled = true }: Version) {
  return {
    id: `${origin}/secrets/${name}/${id}`,
    attributes: { enabled, created, updated: created, recoveryLevel: "Recoverable", recoverableDays: 90 },
    contentType: "text/plain",
    tags,
  };
}
