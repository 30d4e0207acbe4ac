import type { PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { answer, bodyOf } from "./fakeAzure";

interface Version {
  readonly id: string;
  readonly value: string;
  readonly created: number;
}

/** A Key Vault: secrets with versions, soft-deleted ones kept, and the challenge that the first request meets. */
export class FakeVault {
  readonly secrets = new Map<string, Version[]>();
  readonly deleted = new Map<string, Version[]>();

  route(request: PipelineRequest): PipelineResponse {
    const { pathname, origin } = new URL(request.url);
    if (request.headers.get("authorization") === undefined) return challenge(request);
    const [, folder = "", name = "", version = ""] = pathname.split("/");
    if (folder === "deletedsecrets") return this.recover(request, name, origin);
    const versions = this.secrets.get(name) ?? [];
    if (request.method === "PUT") return this.set(request, name, origin);
    if (versions.length === 0)
      return answer(request, 404, { error: { code: "SecretNotFound", message: "words of others" } });
    if (version === "versions")
      return answer(request, 200, {
        value: versions.map(({ id, created }) => ({
          id: `${origin}/secrets/${name}/${id}`,
          attributes: attributesOf(created),
        })),
      });
    const found = version === "" ? versions.at(-1) : versions.find(({ id }) => id === version);
    return found === undefined ? answer(request, 404, {}) : answer(request, 200, bundleOf(origin, name, found));
  }

  private set(request: PipelineRequest, name: string, origin: string): PipelineResponse {
    if (this.deleted.has(name))
      return answer(request, 409, { error: { code: "Conflict", message: "words of others" } });
    const { value } = bodyOf(request) as { value: string };
    const versions = this.secrets.get(name) ?? [];
    const id = `${versions.length + 1}`.padStart(32, "0");
    const version = { id, value, created: 1_700_000_000 + versions.length };
    this.secrets.set(name, [...versions, version]);
    return answer(request, 200, bundleOf(origin, name, version));
  }

  private recover(request: PipelineRequest, name: string, origin: string): PipelineResponse {
    const versions = this.deleted.get(name) ?? [];
    const [version] = versions;
    if (version === undefined) return answer(request, 404, {});
    this.secrets.set(name, versions);
    this.deleted.delete(name);
    return answer(request, 200, bundleOf(origin, name, version));
  }
}

function challenge(request: PipelineRequest): PipelineResponse {
  const authorization = "https://login.microsoftonline.com/00000000-0000-0000-0000-00000000000a";
  return answer(
    request,
    401,
    {},
    {
      "www-authenticate": `Bearer authorization="${authorization}", resource="https://vault.azure.net"`,
    },
  );
}

function attributesOf(created: number) {
  return { enabled: true, created, updated: created, recoveryLevel: "Recoverable", recoverableDays: 90 };
}

function bundleOf(origin: string, name: string, { id, value, created }: Version) {
  return { value, id: `${origin}/secrets/${name}/${id}`, attributes: attributesOf(created), contentType: "text/plain" };
}
