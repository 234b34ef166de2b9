<?xml version="1.0"?>
<CHANNEL HREF="https://lantern.example/"><TITLE>Lantern Weekly</TITLE>
<ITEM HREF="https://lantern.example/1?a=b&c=d" LASTMOD="2026-11-03T05:00:00-05:00"><TITLE>A channel of old</TITLE><ABSTRACT>Its summary.</ABSTRACT></ITEM>
</CHANNEL>
