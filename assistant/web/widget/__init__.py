"""The widget: the assistant on any site, from one `<script>` line."""
