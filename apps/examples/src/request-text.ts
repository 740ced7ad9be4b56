import type { Parameters, ServerContext } from '@oauth/core/plugin';

/** The parameters of a request as a query, without the credentials of its client. */
export function formatRequest(parameters: Parameters, server: ServerContext): string {
  const query = new URLSearchParams();
  for (const name of parameters.names())
    if (!server.credentialParameters.has(name))
      for (const value of parameters.all(name)) query.append(name, value);
  return query.toString();
}
