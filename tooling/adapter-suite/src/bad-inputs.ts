import {
  basicAuthorization,
  formContentType,
  rawRequest,
  rawTokenRequest,
  validForm,
} from './raw-requests.js';
import { clientSecret } from './test-server.js';

export type BadInput = readonly [
  title: string,
  requestText: string,
  status: number,
  errorCode: string,
];

/** Status and error code of a request that is malformed. */
export const invalidRequest = [400, 'invalid_request'] as const;
const bodyCredentials = `client_id=app&client_secret=${clientSecret}`;
/** Parameters of the token endpoint. */
export const parameterNames = [
  'grant_type',
  'scope',
  'code',
  'client_id',
  'client_secret',
  'code_verifier',
  'redirect_uri',
  'refresh_token',
];

const wrongTypes = [
  undefined,
  'text/plain',
  'application/json',
  'multipart/form-data; boundary=x',
  `application/json, ${formContentType}`,
  `${formContentType}, application/json`,
  '',
];

/** Values that are no percent-encoded UTF-8, or have characters that no parameter may have. */
export const brokenEncodings = ['%zz', '%', '%e0%a4', '%c0%ae', '%00', '%u0041', 'a%0', 'a b', 'é'];

const malformedBasic = [
  'Basic',
  'Basic ',
  'Basic !!!',
  'Basic YXBw',
  'Basic OnNlY3JldA==',
  `${basicAuthorization('app', clientSecret)}, ${basicAuthorization('app', clientSecret)}`,
  basicAuthorization('app%zz', clientSecret),
  basicAuthorization('app\0', clientSecret),
  basicAuthorization('app', `${clientSecret}x`),
  basicAuthorization('nobody', clientSecret),
];

/** Requests that the server must refuse, whatever adapter they come through. */
export const badInputs: readonly BadInput[] = [
  // #229
  ...['GET', 'PUT', 'DELETE', 'PATCH'].map((method): BadInput => [
    `${method} at the token endpoint`,
    rawRequest(method, '/token'),
    405,
    'invalid_request',
  ]),
  // #97
  [
    'parameters in the query',
    rawTokenRequest(validForm).replace('/token', '/token?scope=read'),
    ...invalidRequest,
  ],
  // #98
  ...wrongTypes.map((type): BadInput => [
    `a form with Content-Type ${String(type)}`,
    rawTokenRequest(validForm, { 'Content-Type': type }),
    ...invalidRequest,
  ]),
  // #7
  ...['grant_type[]', 'grant_type[0]', 'grant_type[$ne]'].map((name): BadInput => [
    `a parameter named ${name} in place of grant_type`,
    rawTokenRequest(`${name}=client_credentials`),
    ...invalidRequest,
  ]),
  // #100
  ...parameterNames.map((name): BadInput => [
    `${name} sent twice`,
    rawTokenRequest(`${validForm}&${name}=a&${name}=b`),
    ...invalidRequest,
  ]),
  // #101
  [
    'a parameter sent twice with one value',
    rawTokenRequest(`${validForm}&scope=read`),
    ...invalidRequest,
  ],
  [
    'a parameter sent twice, once without value',
    rawTokenRequest(`${validForm}&scope=`),
    ...invalidRequest,
  ],
  // #104
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((name): BadInput => [
    `grant_type=${name}, a name of Object.prototype`,
    rawTokenRequest(`grant_type=${name}`),
    400,
    'unsupported_grant_type',
  ]),
  // #109
  ['a form of 30,000 parameters', rawTokenRequest('a&'.repeat(30_000)), ...invalidRequest],
  ['a form of 100,000 parameters', rawTokenRequest('a=1&'.repeat(100_000)), 413, 'invalid_request'],
  // #121
  [
    'a client that authenticates by two methods',
    rawTokenRequest(`${validForm}&${bodyCredentials}`),
    ...invalidRequest,
  ],
  [
    'a client that authenticates by two methods, one of them wrong',
    rawTokenRequest(`${validForm}&client_id=app&client_secret=x`),
    ...invalidRequest,
  ],
  // #122
  [
    'the client_id of another client in the body',
    rawTokenRequest(`${validForm}&client_id=other`),
    ...invalidRequest,
  ],
  // #118
  ...malformedBasic.map((header): BadInput => [
    `Authorization: ${JSON.stringify(header)}`,
    rawTokenRequest(validForm, { Authorization: header }),
    401,
    'invalid_client',
  ]),
];
