/** The values of XML-RPC, as Koji uses it: with nil and 64-bit integers. */

/** `bigint` for integers beyond those a number holds exactly. */
export type XmlRpcValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | XmlRpcDateTime
  | Uint8Array
  | readonly XmlRpcValue[]
  | XmlRpcStruct;

export interface XmlRpcStruct {
  readonly [name: string]: XmlRpcValue;
}

/** A `dateTime.iso8601`. It has no time zone, so that only its text is known. */
export class XmlRpcDateTime {
  constructor(readonly text: string) {}
}
