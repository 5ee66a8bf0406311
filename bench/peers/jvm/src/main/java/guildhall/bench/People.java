package guildhall.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** People's inputs by name, with numbers as the decimals that both engines compute with. */
final class People {
    private People() {}

    static List<Map<String, Object>> read(Path file) throws IOException {
        var people = new ArrayList<Map<String, Object>>();
        for (var person : new JsonMapper().readTree(file.toFile())) people.add(members(person));
        return people;
    }

    private static Map<String, Object> members(JsonNode object) {
        var members = new LinkedHashMap<String, Object>();
        object.fields().forEachRemaining(field -> members.put(field.getKey(), value(field.getValue())));
        return members;
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> node.decimalValue();
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case OBJECT -> members(node);
            default -> null;
        };
    }
}
