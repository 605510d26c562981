"""The XMP packet of a PDF: PDF/A-3a, PDF/UA-1, Dublin Core, and formgen's own schema with its description.

Comes in: the facts of the file. Goes out: the packet's bytes, the same for the same facts. The whole
packet is ours: what an engine writes there (times, uuids) would differ from run to run.
"""

from __future__ import annotations

from collections.abc import Mapping

from formgen.base.xml_text import escape
from formgen.declaration.carried import LANGUAGE, PDFUA_NAMESPACE, PROGRAM, XMP_NAMESPACE
from formgen.messages import finish as say
from formgen.views.file_facts import FileFacts

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfuaid="{pdfua}"
  xmlns:formgen="{own}">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{department}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{program}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
{properties}
</rdf:Description>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{properties}
</rdf:Seq></pdfaSchema:property>
</rdf:li>"""

_PROPERTY = """<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{type}</pdfaProperty:valueType>
<pdfaProperty:category>{category}</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description>
</rdf:li>"""


def xmp_packet(facts: FileFacts, producer: str) -> bytes:
    """The packet, UTF-8. producer: the program and engine that made the file."""
    own = "\n".join(
        f"<formgen:{name}>{escape(text)}</formgen:{name}>" for name, text in facts.properties.items()
    )
    schemas = "\n".join(
        [
            _schema(say.PDFUA_SCHEMA, PDFUA_NAMESPACE, "pdfuaid", {"part": say.PDFUA_PART}, "Integer"),
            _schema(say.SCHEMA, XMP_NAMESPACE, "formgen", say.PROPERTIES, "Text"),
        ]
    )
    return _PACKET.format(
        pdfua=PDFUA_NAMESPACE,
        own=XMP_NAMESPACE,
        title=escape(facts.title),
        department=escape(facts.department),
        language=LANGUAGE,
        producer=escape(producer),
        program=PROGRAM,
        date=f"{facts.date.isoformat()}T00:00:00Z",
        properties=own,
        schemas=schemas,
    ).encode()


def _schema(name: str, namespace: str, prefix: str, properties: Mapping[str, str], kind: str) -> str:
    category = "internal" if kind == "Integer" else "external"
    items = (
        _PROPERTY.format(name=key, type=kind, category=category, description=escape(text))
        for key, text in properties.items()
    )
    return _SCHEMA.format(name=escape(name), namespace=namespace, prefix=prefix, properties="\n".join(items))
